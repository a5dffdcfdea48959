import BanditPolicy
import PluginKit

Bandit.main()
