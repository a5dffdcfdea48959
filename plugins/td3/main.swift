import PluginKit
import Policies

LearningPolicy<TD3Algorithm>.main()
