import PluginKit
import Policies

LearningPolicy<DDPGAlgorithm>.main()
