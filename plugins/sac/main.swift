import PluginKit
import Policies

LearningPolicy<SACAlgorithm>.main()
