using System.CommandLine;
using System.CommandLine.Parsing;
using SessionStore.Rehearsal.Live;
using SessionStore.Rehearsal.LocalCloud;

namespace SessionStore.Rehearsal;

/// <summary>Which options of the command line go together.</summary>
internal sealed class CommandLineRules
{
    public required Option<string[]> Names { get; init; }

    public required Option<bool> Everything { get; init; }

    public required Option<string?> Option { get; init; }

    public required Option<bool> App { get; init; }

    public required Option<bool> Stay { get; init; }

    /// <summary>What has no meaning beside <see cref="Stay"/>.</summary>
    public required IReadOnlyList<Option> WithoutStay { get; init; }

    /// <summary>What has no meaning in a store on MemoryDB.</summary>
    public required IReadOnlyList<Option> WithoutMemoryDb { get; init; }

    /// <summary>What has no meaning beside any <see cref="Option"/>.</summary>
    public required IReadOnlyList<Option> WithoutOption { get; init; }

    /// <summary>Notes what does not go together.</summary>
    public void Check(CommandResult given)
    {
        // Wrong ones have no value; the parser tells of them after this.
        if (Tokens(Names).Except(Scenario.All.Select(scenario => scenario.Name)).Any() || Tokens(Option).Except(OptionFiles.Names).Any())
        {
            return;
        }
        var option = given.GetValue(Option);
        if (option is not null && WithoutOption.Any(IsGiven))
        {
            given.AddError("--option plays two Regions: expected no --regions beside it");
        }
        if (!given.GetValue(Everything) && (given.GetValue(Names) ?? []).FirstOrDefault(name =>
            Scenario.All.SingleOrDefault(one => one.Name == name) is { } scenario && !scenario.FitsTo(option)) is { } misfit)
        {
            var why = option == Scenario.ActiveOption ? ", where every Region takes writes and nothing moves a name" : "";
            given.AddError($"--scenario {misfit} cannot be played with --option {option ?? "none"}{why}: expected one of "
                + string.Join(", ", Scenario.All.Where(scenario => scenario.FitsTo(option)).Select(scenario => scenario.Name)));
        }
        var withoutApp = IsGiven(App) && !given.GetValue(App);
        if (given.GetValue(Stay) && (WithoutStay.Any(IsGiven) || withoutApp || (given.GetValue(Names) ?? []).Length > 1))
        {
            given.AddError("--stay leaves one store to you: expected at most one --scenario beside it, and none of --all, --list, --plan, "
                + "--json, --runs and --app false");
        }
        if (option == Scenario.ActiveOption)
        {
            CheckMemoryDb(given, withoutApp, WithoutMemoryDb.Where(IsGiven));
        }

        IEnumerable<string> Tokens(Option asked) => given.GetResult(asked)?.Tokens.Select(token => token.Value) ?? [];

        bool IsGiven(Option asked) => given.GetResult(asked) is { Implicit: false };
    }

    private void CheckMemoryDb(CommandResult given, bool withoutApp, IEnumerable<Option> foreign)
    {
        if (given.GetValue(Stay))
        {
            given.AddError("--stay leaves you a store that an operator promotes and pins: expected no --option memoryDb beside it");
        }
        if (withoutApp)
        {
            given.AddError("--app is false: with --option memoryDb the application is what sweeps, expected no --app false");
        }
        foreach (var one in foreign)
        {
            given.AddError($"{one.Name} is about ElastiCache and the functions, which --option memoryDb has not: expected no {one.Name}");
        }
    }
}
