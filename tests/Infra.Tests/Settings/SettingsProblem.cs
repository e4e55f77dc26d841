using NUnit.Framework.Constraints;

namespace SessionStore.Infra.Tests.Settings;

internal static class SettingsProblem
{
    /// <summary>The stage is refused, with this among its problems.</summary>
    public static IResolveConstraint Refused(string problem) => Throws.InstanceOf<RunException>().With.Message.Contains(problem);
}
