using Pulumi;
using SessionStore.Configuration;

namespace SessionStore.Stages;

/// <summary>
/// Reads the outputs of another stack as plain values and notes what is missing instead of throwing. The outputs' names are those of
/// the properties that they fill, beginning in lower case.
/// </summary>
/// <param name="stack">The reference to the stack.</param>
/// <param name="name">The name of the stack, as in a command.</param>
internal sealed class OutputReader(StackReference stack, string name)
{
    private readonly List<string> _problems = [];

    /// <summary>A text that has to be there.</summary>
    public async Task<string> Text(string property) => await Read(property, "a text", value => value is string { Length: > 0 } text ? text : null) ?? "";

    /// <summary>A text that may be absent, but not be of another kind.</summary>
    public async Task<string?> OptionalText(string property) =>
        await Details(property) is { Value: null, SecretValue: null } ? null : await Text(property);

    /// <summary>A value that has to be there and to be of a kind.</summary>
    /// <param name="property">The property.</param>
    /// <param name="expected">What would be right, as the end of "expected …".</param>
    /// <param name="cast">The value as the kind, or null.</param>
    public async Task<T?> Read<T>(string property, string expected, Func<object, T?> cast)
    {
        var details = await Details(property);
        var value = details.Value ?? details.SecretValue;
        var result = value is null ? default : cast(value);
        if (result is null)
        {
            Note(property, value is null ? "is missing" : $"is {(details.SecretValue is null ? $"\"{value}\"" : "a secret")}: expected {expected}");
        }
        return result;
    }

    /// <summary>A secret text that has to be there. It is checked, and stays a secret.</summary>
    /// <param name="property">The property.</param>
    /// <param name="flaw">What is wrong with a value, told without it; null for nothing.</param>
    public async Task<Output<string>> Secret(string property, Func<string, string?> flaw)
    {
        var value = (await Details(property)).SecretValue as string;
        if (value is null)
        {
            Note(property, "is missing, or not a secret text");
        }
        else if (flaw(value) is { } found)
        {
            Note(property, found);
        }
        return Output.CreateSecret(value ?? "");
    }

    /// <summary>Notes what is wrong with an output.</summary>
    /// <param name="property">The property.</param>
    /// <param name="flaw">Such as "is missing".</param>
    public void Note(string property, string flaw) => _problems.Add($"output {PrimaryOutputs.OutputName(property)} {flaw}");

    /// <summary>Ends the program when something is missing.</summary>
    /// <exception cref="RunException">The message names all of it and the command that mends it.</exception>
    public void ThrowIfAny()
    {
        if (_problems.Count > 0)
        {
            throw new RunException(
                $"the stack {name} lacks what a secondary needs:{string.Concat(_problems.Select((problem, index) => $"{Environment.NewLine}  {index + 1}. {problem}"))}"
                + $"{Environment.NewLine}Run `pulumi up --stack {name}` with this version of the program first; if that is another stack's name, set {SettingsReader.Key("primaryStack")}.");
        }
    }

    private Task<StackReferenceOutputDetails> Details(string property) => stack.GetOutputDetailsAsync(PrimaryOutputs.OutputName(property));
}
