using SessionStore.Engine;

namespace SessionStore.Rehearsal;

/// <summary>What a `pulumi up` would create, for a person to read.</summary>
internal static class StagePlan
{
    /// <summary>A line for each part of the stage, with what it consists of.</summary>
    public static IEnumerable<string> Lines(StageRun stage)
    {
        var children = stage.Resources.Where(resource => resource.Parent is not null).ToLookup(resource => resource.Parent!);
        var roots = stage.Resources.Where(resource => resource.Parent is null && resource.Type != "pulumi:pulumi:StackReference").ToArray();
        var width = roots.Max(root => root.Name.Length);
        foreach (var root in roots)
        {
            var parts = Descendants(root.Name).GroupBy(part => part)
                .Select(group => group.Count() == 1 ? group.Key : $"{group.Key} ×{group.Count()}")
                .ToArray();
            var consists = parts.Length == 0 ? "" : $": {string.Join(", ", parts)}";
            yield return $"  + {root.Name.PadRight(width)}  {Kind(root)}{consists}";
        }

        IEnumerable<string> Descendants(string name) => children[name]
            .SelectMany(child => children.Contains(child.Name) ? Descendants(child.Name) : [Kind(child)]);
    }

    /// <summary>How many resources of AWS the stage has.</summary>
    public static int Count(StageRun stage) =>
        stage.Resources.Count(resource => resource.Type.StartsWith("aws:", StringComparison.Ordinal));

    private static string Kind(Registered resource) => resource.Type.Split(':')[^1];
}
