import PluginKit
import Policies

EQPLC.main()
