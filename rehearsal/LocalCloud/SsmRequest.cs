using System.Text.Json;

namespace SessionStore.Rehearsal.LocalCloud;

/// <summary>The members of a request to Systems Manager.</summary>
internal sealed class SsmRequest(Dictionary<string, object?> members)
{
    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="SsmRefusal">It is no JSON object.</exception>
    public static SsmRequest Parse(string body)
    {
        try
        {
            var members = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(body)!;
            return new(members.ToDictionary(member => member.Key, member => member.Value.ValueKind switch
            {
                JsonValueKind.String => (object?)member.Value.GetString(),
                JsonValueKind.True => true,
                _ => null,
            }));
        }
        catch (JsonException)
        {
            throw new SsmRefusal("SerializationException", "expected a JSON object");
        }
    }

    /// <summary>A parameter's name without the version that is selected of it.</summary>
    public static string NameIn(string selected) => selected.Split(':')[0];

    public string? Text(string name) => members.GetValueOrDefault(name) as string;

    public bool Flag(string name) => members.GetValueOrDefault(name) is true;
}

/// <summary>Systems Manager refuses a request.</summary>
internal sealed class SsmRefusal(string code, string message) : Exception(message)
{
    /// <summary>The error's code, such as ParameterNotFound.</summary>
    public string Code => code;
}
