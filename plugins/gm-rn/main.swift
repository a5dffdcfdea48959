import PluginKit
import Policies

GMRN.main()
