namespace SessionStore.Infra.Tests.Support;

/// <summary>The secrets of the stacks in <c>tests/stacks</c>, which stand there in nobody's file, and whether a value is one.</summary>
public static class Secrets
{
    public const string Token = "Sample-token-of-the-tests-1";

    /// <summary>The password of the user app, and both of the user reader, who is getting another one.</summary>
    public const string AppPassword = "Sample:password(of)the+app", ReaderPassword = "Sample:password(of)the+reader",
        NextReaderPassword = "Sample:password(of)tomorrow";

    public const string UserPasswords = $$"""{"app":"{{AppPassword}}","reader":["{{ReaderPassword}}","{{NextReaderPassword}}"]}""";

    /// <summary>The token of a store that is moved in.</summary>
    public const string OldToken = "Sample:token(of)the+old+store";

    /// <summary>The password of the user copier, whom a replicator signs in as, and passwords with it.</summary>
    public const string ReplicatorPassword = "Sample:password(of)the+replicator",
        PasswordsWithReplicator = $$"""{"app":"{{AppPassword}}","reader":"{{ReaderPassword}}","copier":"{{ReplicatorPassword}}"}""";

    public static (string Key, string Value)[] Of(string stack) => stack switch
    {
        "beside-primary" => [("session-store:userPasswords", PasswordsWithReplicator)],
        "migrate-primary" => [("session-store:migratePassword", OldToken)],
        "token-primary" => [("session-store:authToken", Token)],
        "users-primary" or "hosted-primary" or "memorydb-primary" => [("session-store:userPasswords", UserPasswords)],
        _ => [],
    };

    public static Task<bool> Is<T>(Input<T>? value) => Output.IsSecretAsync(value!.ToOutput());

    /// <summary>Every text that a stage hands to Pulumi where Pulumi could store or show it: names, inputs and outputs.</summary>
    public static IEnumerable<(string Where, string Text)> Texts(StageRun stage)
    {
        foreach (var resource in stage.Resources)
        {
            yield return (resource.Name, resource.Name);
            foreach (var (where, text) in Texts(resource.Inputs, resource.Name))
            {
                yield return (where, text);
            }
        }
        foreach (var output in stage.Outputs)
        {
            foreach (var (where, text) in Texts(output.Value, $"output {output.Key}"))
            {
                yield return (where, text);
            }
        }
    }

    private static IEnumerable<(string Where, string Text)> Texts(object? value, string where) => value switch
    {
        string text => [(where, text)],
        IReadOnlyDictionary<string, object> map => map.SelectMany(entry => Texts(entry.Value, $"{where}.{entry.Key}")),
        System.Collections.IEnumerable list => list.Cast<object>().SelectMany(item => Texts(item, where)),
        _ => [],
    };
}
