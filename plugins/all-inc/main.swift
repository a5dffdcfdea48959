import PluginKit
import Policies

AllINC.main()
