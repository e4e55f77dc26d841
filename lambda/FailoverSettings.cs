using System.Globalization;
using SessionStore.Contract;

namespace SessionStore.Failover;

/// <summary>What the stage tells the function through its environment.</summary>
/// <param name="ReplicationGroupId">The replication group of this Region.</param>
/// <param name="HostedZoneId">The private hosted zone that holds the writer record.</param>
/// <param name="WriterName">The name of the writer record, without a trailing dot.</param>
/// <param name="RecordTtlSeconds">The TTL, in seconds, of a record that is made from nothing. A moved record keeps its own.</param>
/// <param name="RoleWait">How long a promotion notice waits for the role PRIMARY before the function throws.</param>
/// <param name="RoleHold">For how long after a Region has taken the name no other takes it by the role PRIMARY alone.</param>
/// <param name="RecordsParameter">
/// The parameter of Systems Manager in which the function keeps the records as it last read them; null where it does not override the
/// writer record while Route 53 does not answer.
/// </param>
internal sealed record FailoverSettings(
    string ReplicationGroupId, string HostedZoneId, string WriterName, long RecordTtlSeconds, TimeSpan RoleWait, TimeSpan RoleHold,
    string? RecordsParameter = null)
{
    // 253 characters are the most a DNS name has (RFC 1035); the name of the history is the longest.
    private static readonly int MostNameCharacters = 253 - WriterLabels.History.Length - 1;

    // The greatest TTL that Route 53 takes, and the longest that a Lambda function may run.
    private const long MostTtlSeconds = int.MaxValue;
    private const long MostLambdaSeconds = 900;

    // PutParameter in the API reference of Systems Manager: what is left of an ARN's 1,011 characters is the Region's business.
    private const int MostParameterCharacters = 900;

    // A day: a longer hold would be a pin.
    private const long MostHoldSeconds = 86_400;

    /// <summary>The name of the TXT record that holds the operator's pin.</summary>
    public string PinName => $"{WriterLabels.Pin}.{WriterName}";

    /// <summary>The name of the TXT record that holds what has happened to the writer name.</summary>
    public string HistoryName => $"{WriterLabels.History}.{WriterName}";

    /// <summary>Reads and checks the settings.</summary>
    /// <param name="environment">Gives the value of an environment variable, null when it is not set.</param>
    /// <exception cref="FailoverException">Names every variable that is wrong, its value and what was expected.</exception>
    public static FailoverSettings Read(Func<string, string?> environment)
    {
        var problems = new List<string>();
        var settings = new FailoverSettings(
            Text(FunctionEnvironment.ReplicationGroupId, IsReplicationGroupId,
                "the ID of a replication group: 1 to 40 letters, digits and single hyphens that begin with a letter and end with none"),
            Text(FunctionEnvironment.HostedZoneId, IsHostedZoneId,
                "the bare ID of a hosted zone: 1 to 32 letters and digits, such as Z1D633PJN98FT9"),
            Text(FunctionEnvironment.WriterName, IsWriterName,
                $"a DNS name of two labels or more and at most {MostNameCharacters} characters, without a trailing dot"),
            Number(FunctionEnvironment.RecordTtl, MostTtlSeconds),
            TimeSpan.FromSeconds(Number(FunctionEnvironment.RoleWait, MostLambdaSeconds - 1)),
            TimeSpan.FromSeconds(Number(FunctionEnvironment.RoleHold, MostHoldSeconds)),
            environment(FunctionEnvironment.RecordsParameter) is null ? null
                : Text(FunctionEnvironment.RecordsParameter, IsParameterName,
                    $"the name of a parameter: a slash, then at most {MostParameterCharacters - 1} letters, digits and any of . - _ /, "
                    + "the last of them no slash; or not set, where the function does not override"));
        return problems.Count == 0
            ? settings
            : throw new FailoverException(
                $"The environment of the failover function has {problems.Count} problem(s):\n{string.Join('\n', problems)}");

        string Text(string variable, Func<string, bool> isValid, string expected)
        {
            var value = environment(variable);
            return value is not null && isValid(value) ? value : Problem(variable, value, expected, string.Empty);
        }

        long Number(string variable, long most)
        {
            var value = environment(variable);
            return long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
                ? number
                : Problem(variable, value, $"a whole number of seconds from 0 to {most}", 0);
        }

        T Problem<T>(string variable, string? value, string expected, T standIn)
        {
            problems.Add($"{variable} is {(value is null ? "not set" : $"'{value}'")}; expected {expected}.");
            return standIn;
        }
    }

    // The rule of the CreateReplicationGroup API; ElastiCache itself stores IDs in lower case.
    internal static bool IsReplicationGroupId(string value) =>
        value.Length is > 0 and <= 40 && char.IsAsciiLetter(value[0]) && value[^1] != '-'
        && !value.Contains("--", StringComparison.Ordinal) && value.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static bool IsParameterName(string value) =>
        value.Length is > 1 and <= MostParameterCharacters && value[0] == '/' && value[^1] != '/'
        && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or '/');

    private static bool IsHostedZoneId(string value) => value.Length is > 0 and <= 32 && value.All(char.IsAsciiLetterOrDigit);

    private static bool IsWriterName(string value) =>
        value.Length <= MostNameCharacters && value.Split('.') is { Length: >= 2 } labels && labels.All(IsLabel);

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-'
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
