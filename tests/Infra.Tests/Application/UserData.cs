using System.Text;

namespace SessionStore.Infra.Tests.Application;

/// <summary>The script with which an instance of a stage starts.</summary>
public static class UserData
{
    public static string Of(StageRun stage) => Encoding.UTF8.GetString(
        Convert.FromBase64String(stage.Resource("application-instances-template").Text("userData")));
}
