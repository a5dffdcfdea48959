import PluginKit
import Policies

Analytic.main()
