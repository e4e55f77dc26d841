using Pulumi;

namespace SessionStore.Configuration;

/// <summary>Collects everything that is wrong, so that a person mends it in one go.</summary>
public sealed class Problems
{
    private readonly List<string> _found = [];

    /// <summary>Whether anything was found so far.</summary>
    public bool Any => _found.Count > 0;

    /// <summary>Notes that the value of a key is not what was expected.</summary>
    /// <param name="key">The whole key, with its namespace.</param>
    /// <param name="value">The value as it was read; null when it is not set.</param>
    /// <param name="expected">What would have been right, as the end of "expected …".</param>
    public void Add(string key, string? value, string expected) =>
        _found.Add(string.IsNullOrEmpty(value) ? $"{key} is not set: expected {expected}" : $"{key} is \"{value}\": expected {expected}");

    /// <summary>Notes a key that nothing reads.</summary>
    /// <param name="key">The whole key, with its namespace.</param>
    /// <param name="value">The value as it was read.</param>
    /// <param name="instead">What to do instead.</param>
    public void AddUnknown(string key, string value, string instead) => _found.Add($"{key} is \"{value}\": nothing reads this key; {instead}");

    /// <summary>Ends the program before it registers anything, when something was found.</summary>
    /// <param name="subject">What was looked at, as in "the settings of stack primary".</param>
    /// <exception cref="RunException">Something was found; the message numbers all of it.</exception>
    public void ThrowIfAny(string subject)
    {
        if (Any)
        {
            var count = _found.Count == 1 ? "1 problem" : $"{_found.Count} problems";
            var lines = _found.Select((problem, index) => $"{Environment.NewLine}  {index + 1}. {problem}");
            throw new RunException($"{count} in {subject}:{string.Concat(lines)}");
        }
    }
}
