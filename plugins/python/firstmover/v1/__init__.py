"""Generated from Protos/firstmover/v1; never edited."""
