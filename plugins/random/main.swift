import PluginKit
import Policies

RandomPolicy.main()
