import PluginKit
import Policies

ConstantPrice.main()
