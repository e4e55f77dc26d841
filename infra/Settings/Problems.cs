using Pulumi;

namespace SessionStore.Infra.Settings;

/// <summary>Collects everything that is wrong, so that a person mends it in one go. A secret's value is never a part of it.</summary>
/// <param name="hiddenKeys">
/// The whole keys whose values are never shown, whether they are encrypted in the stack's file or should be.
/// </param>
internal sealed class Problems(IEnumerable<string>? hiddenKeys = null)
{
    private readonly List<string> _found = [];

    private readonly HashSet<string> _keys = [];

    private readonly HashSet<string> _hidden = [.. hiddenKeys ?? []];

    /// <summary>Whether anything was found so far.</summary>
    public bool Any => _found.Count > 0;

    /// <summary>Notes that the value of a key is not what was expected.</summary>
    /// <param name="key">The whole key, with its namespace.</param>
    /// <param name="value">The value as it was read; null when it is not set.</param>
    /// <param name="expected">What would have been right, as the end of "expected …".</param>
    public void Add(string key, string? value, string expected) =>
        AddFlaw(key, string.IsNullOrEmpty(value) ? "is not set" : Shown(key, value), expected);

    /// <summary>Notes what is wrong with the value of a key without the value, for secrets and parts of lists.</summary>
    /// <param name="key">The whole key, with its namespace.</param>
    /// <param name="flaw">What is wrong, such as "has 8 characters".</param>
    /// <param name="expected">What would have been right, as the end of "expected …".</param>
    public void AddFlaw(string key, string flaw, string expected)
    {
        _keys.Add(key);
        _found.Add($"{key} {flaw}: expected {expected}");
    }

    /// <summary>Whether the value of a key is known to be wrong already, so that a second rule has nothing to add.</summary>
    /// <param name="key">The whole key, with its namespace.</param>
    public bool Concern(string key) => _keys.Contains(key);

    /// <summary>Notes a key that nothing reads.</summary>
    /// <param name="key">The whole key, with its namespace.</param>
    /// <param name="value">The value as it was read.</param>
    /// <param name="instead">What to do instead.</param>
    public void AddUnknown(string key, string value, string instead) =>
        _found.Add($"{key} {Shown(key, value)}: nothing reads this key; {instead}");

    private string Shown(string key, string value) => _hidden.Contains(key) ? "is set" : $"is \"{value}\"";

    /// <summary>Ends the program before it registers anything, when something was found.</summary>
    /// <param name="subject">What was looked at, as in "the settings of stack primary".</param>
    /// <exception cref="RunException">Something was found; the message numbers all of it.</exception>
    public void ThrowIfAny(string subject)
    {
        if (Any)
        {
            var count = _found.Count == 1 ? "1 problem" : $"{_found.Count} problems";
            throw new RunException($"{count} in {subject}:{Numbered(_found)}");
        }
    }

    /// <summary>Problems as a message lists them, each on a line of its own.</summary>
    public static string Numbered(IEnumerable<string> problems) =>
        string.Concat(problems.Select((problem, index) => $"{Environment.NewLine}  {index + 1}. {problem}"));
}
