using System.Text.Json;
using System.Text.RegularExpressions;

namespace SessionStore.Infra.Settings;

/// <summary>
/// The keys of the AWS provider that a stack may set beside its Region. A provider that a program creates does not read them by
/// itself, so that the program hands them on, and refuses those that it does not.
/// </summary>
/// <param name="Profile">The profile of the credentials; null for the default chain.</param>
/// <param name="AllowedAccountIds">The accounts that the stack may be deployed to; empty for any.</param>
/// <param name="AssumeRoles">The roles to take on, one after the other.</param>
internal sealed partial record ProviderSettings(
    string? Profile, IReadOnlyList<string> AllowedAccountIds, IReadOnlyList<AssumeRole> AssumeRoles)
{
    private const string RolesKey = "aws:assumeRoles";

    public static ProviderSettings Read(SettingsReader reader) => new(
        reader.OptionalText("aws:profile", "the name of a profile", _ => true),
        reader.List(
            "aws:allowedAccountIds",
            "a list of account IDs of twelve digits",
            ids => ids.All(id => id.Length == 12 && id.All(char.IsAsciiDigit))),
        ReadRoles(reader));

    private static IReadOnlyList<AssumeRole> ReadRoles(SettingsReader reader)
    {
        var text = reader.Raw(RolesKey);
        try
        {
            var roles = text is null ? [] : JsonSerializer.Deserialize<AssumeRole[]>(text, JsonSerializerOptions.Web);
            if (roles is not null && roles.All(IsRole))
            {
                return roles;
            }
        }
        catch (JsonException)
        {
            // Noted below with the text as it was read.
        }
        reader.Problems.Add(RolesKey, text, "a list of roles, each with a roleArn and, if needed, an externalId and a sessionName, as "
            + "STS takes them");
        return [];
    }

    // AssumeRole in the AWS STS API reference.
    private static bool IsRole(AssumeRole role) =>
        role.RoleArn is not null && Arn().IsMatch(role.RoleArn)
        && (role.ExternalId is null || (role.ExternalId.Length is >= 2 and <= 1224 && External().IsMatch(role.ExternalId)))
        && (role.SessionName is null || (role.SessionName.Length is >= 2 and <= 64 && Session().IsMatch(role.SessionName)));

    [GeneratedRegex(@"^arn:aws(-[a-z]+)*:iam::\d{12}:role/[\x21-\x7e]+$")]
    private static partial Regex Arn();

    [GeneratedRegex(@"^[\w+=,.@:/-]*$", RegexOptions.ECMAScript)]
    private static partial Regex External();

    [GeneratedRegex(@"^[\w+=,.@-]*$", RegexOptions.ECMAScript)]
    private static partial Regex Session();
}

/// <summary>A role to take on before anything is deployed.</summary>
/// <param name="ExternalId">The ID that the role's trust policy asks for.</param>
/// <param name="SessionName">The session's name in CloudTrail.</param>
internal sealed record AssumeRole(string RoleArn, string? ExternalId = null, string? SessionName = null);
