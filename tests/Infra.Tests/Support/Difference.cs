using System.Collections;
using System.Globalization;

namespace SessionStore.Infra.Tests.Support;

/// <summary>What <c>pulumi up</c> would change between two runs of a stack's program.</summary>
public static class Difference
{
    /// <summary>
    /// Every resource that comes or goes as <c>+ name</c> or <c>- name</c>, and every input that changes and is not ignored as <c>name
    /// input</c>.
    /// </summary>
    public static IEnumerable<string> Between(StageRun before, StageRun after)
    {
        var (old, now) = (ByKey(before), ByKey(after));
        return
        [
            .. now.Keys.Except(old.Keys).Select(key => $"+ {key.Name}"),
            .. old.Keys.Except(now.Keys).Select(key => $"- {key.Name}"),
            .. old.Keys.Intersect(now.Keys).SelectMany(key => Inputs(old[key], now[key])),
        ];
    }

    private static Dictionary<(string Type, string Name), Registered> ByKey(StageRun run) =>
        run.Resources.ToDictionary(resource => (resource.Type, resource.Name));

    private static IEnumerable<string> Inputs(Registered old, Registered now) =>
        from input in old.Inputs.Keys.Union(now.Inputs.Keys)
        where !now.IgnoreChanges.Contains(input)
            && Text(old.Inputs.GetValueOrDefault(input)) != Text(now.Inputs.GetValueOrDefault(input))
        select $"{now.Name} {input}";

    private static string Text(object? value) => value switch
    {
        null => "nothing",
        string text => $"\"{text}\"",
        IDictionary<string, object> entries =>
            $"{{{Texts(entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key}:{Text(entry.Value)}"))}}}",
        IEnumerable list => $"[{Texts(list.Cast<object>().Select(Text))}]",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Texts(IEnumerable<string> values) => string.Join(",", values);
}
