import PluginKit
import Policies

MECOnly.main()
