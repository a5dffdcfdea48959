import PluginKit
import Policies

PROPPLC.main()
