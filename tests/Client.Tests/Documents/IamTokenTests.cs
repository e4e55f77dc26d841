using SessionStore.Client.SignIn;

namespace SessionStore.Client.Tests.Documents;

/// <summary>The snippet of docs/connect.md that signs a token in Python. Proof limit: IAM has judged none.</summary>
internal sealed class IamTokenTests
{
    private const string Host = "master.session-store-us-east-2.abc123.use2.cache.amazonaws.com", User = "session-store-app";
    private const string Id = "AKIDEXAMPLE", Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", Session = "session/token+with=signs";

    [Test]
    public async Task It_signs_what_the_package_signs() => await Snippet.IamToken.IfRunnableAsync(async () =>
    {
        var folder = Directory.CreateTempSubdirectory("session-store-token-").FullName;
        try
        {
            string ours, theirs;
            // Both are signed with the time of day, in seconds.
            do
            {
                theirs = await Snippet.IamToken.RunAsync(folder, $"print(token('{User}', '{Host}'))",
                    ("AWS_ACCESS_KEY_ID", Id), ("AWS_SECRET_ACCESS_KEY", Secret), ("AWS_SESSION_TOKEN", Session));
                ours = IamTokens.Sign(IamEndpoint.Of(Host, null), User, new(Id, Secret, Session));
            }
            while (Parameters(ours)["X-Amz-Date"] != Parameters(theirs)["X-Amz-Date"]);

            Assert.That(theirs, Does.StartWith("session-store-us-east-2/?"));
            Assert.That(Parameters(theirs), Is.EquivalentTo(Parameters(ours)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    });

    private static Dictionary<string, string> Parameters(string token) =>
        token[(token.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&').Select(parameter => parameter.Split('=', 2))
            .ToDictionary(parameter => parameter[0], parameter => Uri.UnescapeDataString(parameter[1]));
}
