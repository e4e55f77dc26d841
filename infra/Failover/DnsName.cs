using System.Text.RegularExpressions;

namespace SessionStore.Infra.Failover;

/// <summary>Rules for the names in the private zone.</summary>
internal static partial class DnsName
{
    /// <summary>
    /// Whether a text is a domain name of at least two labels, in lower case because the conditions of the failover function's
    /// role compare normalized names, and without a trailing dot.
    /// </summary>
    public static bool IsDomain(string name) => name.Length <= 253 && Domain().IsMatch(name);

    /// <summary>Whether a name is below a domain and not the domain itself, where a CNAME is not allowed (RFC 1034, 3.6.2).</summary>
    public static bool IsBelow(string name, string domain) => IsDomain(name) && name.EndsWith($".{domain}", StringComparison.Ordinal);

    /// <summary>
    /// The longest writer name: the function keeps records beside it, under names that are some characters longer, and a name has at most
    /// 253 (RFC 1035, 2.3.4, without the dot at the end).
    /// </summary>
    public const int LongestWriterName = 240;

    [GeneratedRegex(@"^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
    private static partial Regex Domain();
}
