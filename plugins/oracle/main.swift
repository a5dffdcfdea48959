import PluginKit
import Policies

OffloadingOracleOperator.main()
