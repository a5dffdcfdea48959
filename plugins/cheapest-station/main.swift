import PluginKit
import Policies

CheapestStation.main()
