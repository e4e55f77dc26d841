using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace SessionStore.Engine;

/// <summary>Turns a YAML node into the text that Pulumi hands to a program, as far as stack files need it.</summary>
internal static class YamlValue
{
    /// <summary>The first document of a file.</summary>
    /// <exception cref="InvalidDataException">The file is no YAML, or no mapping.</exception>
    public static YamlMappingNode ReadFile(string path)
    {
        using var reader = new StreamReader(path);
        var stream = new YamlStream();
        try
        {
            stream.Load(reader);
        }
        catch (YamlException failure)
        {
            throw new InvalidDataException($"{path}: expected YAML: {failure.Message}", failure);
        }
        return stream.Documents is [{ RootNode: YamlMappingNode root }, ..]
            ? root
            : throw new InvalidDataException($"{path}: expected a YAML mapping");
    }

    /// <summary>Texts, booleans and whole numbers as they are; lists of these as JSON.</summary>
    /// <exception cref="InvalidDataException">The node is anything else.</exception>
    public static string ToConfigText(YamlNode node) => node switch
    {
        YamlScalarNode scalar => Scalar(scalar) is var value && value is string text ? text : JsonSerializer.Serialize(value),
        YamlSequenceNode list => JsonSerializer.Serialize(list.Children.Select(item => item is YamlScalarNode scalar
            ? Scalar(scalar)
            : throw new InvalidDataException($"{item}: expected a text, a whole number or a boolean in a list"))),
        _ => throw new InvalidDataException($"{node}: expected a text, a whole number, a boolean or a list of these"),
    };

    /// <summary>The child of that name, or null.</summary>
    public static YamlNode? Child(this YamlNode node, string name) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;

    /// <summary>The entries of a mapping, in the order of the file; none when there is no such mapping.</summary>
    public static IEnumerable<(string Name, YamlNode Value)> Entries(this YamlNode? node) =>
        node is YamlMappingNode mapping
            ? mapping.Children.Select(entry => (((YamlScalarNode)entry.Key).Value ?? "", entry.Value))
            : [];

    private static object Scalar(YamlScalarNode scalar) => (scalar.Style, scalar.Value ?? "") switch
    {
        (not (ScalarStyle.Plain or ScalarStyle.Any), var text) => text,
        (_, "true") => true,
        (_, "false") => false,
        (_, var text) when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
        // Pulumi would hand out 9.0 as 9.
        (_, var text) when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) =>
            throw new InvalidDataException($"{text} is a number: expected a whole one, or quotation marks"),
        (_, var text) => text,
    };
}
