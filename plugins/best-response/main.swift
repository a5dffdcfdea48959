import PluginKit
import Policies

BestResponse.main()
