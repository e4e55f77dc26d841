using System.Collections.Immutable;
using System.Net;
using Pulumi;
using SessionStore.Infra.Settings;

namespace SessionStore.Infra.Stages;

/// <summary>
/// Reads what another stack hands over and notes what is missing instead of throwing. The values are plain, not outputs: how many
/// routes a secondary creates depends on them, and Pulumi shows no resource in a preview that is created inside Apply.
/// </summary>
/// <param name="stack">The name of the stack, as in a command and as a stack reference wants it.</param>
/// <param name="purpose">Who reads, as the end of "lacks what …".</param>
/// <param name="setting">The whole key of the setting that names the stack.</param>
internal sealed class OutputsReader(string stack, string purpose, string setting)
{
    private readonly StackReference _reference = new(stack);
    private readonly List<string> _problems = [];
    private string? _unreadable;

    /// <summary>The name of the stack, as in a command and as a stack reference wants it.</summary>
    public string Stack => stack;

    /// <summary>Ends the program before it registers anything but the references, when any stack lacks anything.</summary>
    /// <param name="readers">The readers of all stacks.</param>
    /// <exception cref="RunException">
    /// Outputs are missing or not of the expected kind; the message names all of them and the commands that mend it.
    /// </exception>
    public static void ThrowIfAny(params IEnumerable<OutputsReader> readers)
    {
        var messages = readers.Where(reader => reader._unreadable is not null || reader._problems.Count > 0)
            .Select(reader => reader.Message).ToArray();
        if (messages.Length > 0)
        {
            throw new RunException(string.Join(Environment.NewLine, messages));
        }
    }

    /// <summary>A text that has to be there.</summary>
    public async Task<string> TextAsync(string name) =>
        await ReadAsync(name, "a text", value => value is string { Length: > 0 } text ? text : null) ?? "";

    /// <summary>A range that has to be there.</summary>
    public async Task<IPNetwork> CidrAsync(string name) => await ReadAsync(
        name, "a CIDR block", value => value is string text && IPNetwork.TryParse(text, out var cidr) ? cidr : (IPNetwork?)null) ?? default;

    /// <summary>A list of texts that has to be there.</summary>
    /// <param name="expected">What would be right, as the end of "expected …".</param>
    /// <param name="least">How long it has to be.</param>
    public async Task<IReadOnlyList<string>> ListAsync(string name, string expected, int least = 1) => await ReadAsync(
        name,
        expected,
        value => value is ImmutableArray<object> list && list.Length >= least && list.All(item => item is string)
            ? (IReadOnlyList<string>)[.. list.Cast<string>()] : null) ?? [];

    /// <summary>A switch that has to be there.</summary>
    public async Task<bool> FlagAsync(string name) =>
        await ReadAsync(name, "true or false", value => value is bool flag ? flag : (bool?)null) ?? false;

    /// <summary>A text that may be absent, but not be of another kind.</summary>
    public async Task<string?> OptionalTextAsync(string name) =>
        await DetailsAsync(name) is not { } details || details is { Value: null, SecretValue: null } ? null : await TextAsync(name);

    /// <summary>A switch that may be absent, which is off, but not be of another kind.</summary>
    public async Task<bool> OptionalFlagAsync(string name) =>
        await DetailsAsync(name) is { } details && details is not { Value: null, SecretValue: null } && await FlagAsync(name);

    /// <summary>A whole number that may be absent, but not be of another kind.</summary>
    public async Task<int?> OptionalIntegerAsync(string name) =>
        await DetailsAsync(name) is not { } details || details is { Value: null, SecretValue: null } ? null : await ReadAsync(
            name, "a whole number", value => value is double number && number == (int)number ? (int)number : value as int?);

    /// <summary>A secret text that has to be there. It is checked, and stays a secret.</summary>
    /// <param name="flaw">What is wrong with a value, told without it; null for nothing.</param>
    public async Task<Output<string>> SecretAsync(string name, Func<string, string?> flaw)
    {
        var value = (await DetailsAsync(name))?.SecretValue as string;
        if (value is null)
        {
            Note(name, "is missing, or not a secret text");
        }
        else if (flaw(value) is { } found)
        {
            Note(name, found);
        }
        return Output.CreateSecret(value ?? "");
    }

    /// <summary>A value that has to be there and to be of a kind.</summary>
    /// <param name="expected">What would be right, as the end of "expected …".</param>
    /// <param name="cast">The value as the kind, or null.</param>
    public async Task<T?> ReadAsync<T>(string name, string expected, Func<object, T?> cast)
    {
        var details = await DetailsAsync(name);
        var value = details?.Value ?? details?.SecretValue;
        var result = value is null ? default : cast(value);
        if (result is null)
        {
            var found = details?.SecretValue is null ? $"\"{value}\"" : "a secret";
            Note(name, value is null ? "is missing" : $"is {found}: expected {expected}");
        }
        return result;
    }

    /// <summary>Notes what is wrong with an output.</summary>
    /// <param name="flaw">Such as "is missing".</param>
    public void Note(string name, string flaw) => _problems.Add($"output {name} {flaw}");

    private string Message => _unreadable is not null
        ? $"the stack {stack}, which {setting} names, cannot be read: expected a stack that is deployed, as `pulumi stack ls --all` "
            + $"lists it: {_unreadable}"
        : $"the stack {stack} lacks what {purpose} needs:{Problems.Numbered(_problems)}{Environment.NewLine}"
            + $"Run `pulumi up --stack {stack}` with this version of the program first; if that is another stack's name, set {setting}.";

    private async Task<StackReferenceOutputDetails?> DetailsAsync(string name)
    {
        try
        {
            return _unreadable is null ? await _reference.GetOutputDetailsAsync(name) : null;
        }
        // The engine ends the program anyway when it does not find a stack, and says nothing of the setting that names it.
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _unreadable = failure.Message;
            return null;
        }
    }
}
