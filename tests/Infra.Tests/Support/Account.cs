namespace SessionStore.Infra.Tests.Support;

/// <summary>Stacks of <c>tests/stacks</c> in an account that had other networks than the sample's.</summary>
public static class Account
{
    /// <summary>The cloud of a stack with what the account had before it changed.</summary>
    public static async Task<FakeCloud> Cloud(string stack, Func<AccountNetwork, AccountNetwork>? change = null)
    {
        var file = Deployed.OptionFile(stack);
        var region = file.Require("aws:region");
        // Before the secondary, not from within it: stages run one at a time.
        var primary = file.Get("session-store:primaryStack") is { Length: > 0 } name ? await Deployed.Option(name) : null;
        var account = AccountNetwork.Sample(region);
        return new FakeCloud(region) { StackReference = _ => primary?.Outputs, Account = change is null ? account : change(account) };
    }

    /// <summary>A stack with changed settings in a cloud that can be looked into afterwards.</summary>
    public static Task<StageRun> Run(FakeCloud cloud, string stack, params (string Key, string Value)[] changes) =>
        StageRun.OfAsync(Deployed.OptionFile(stack).With([.. changes.Select(change => (change.Key, (string?)change.Value))]), cloud);
}
