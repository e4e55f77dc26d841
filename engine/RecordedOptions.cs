using System.Collections.Immutable;
using Pulumi;

namespace SessionStore.Engine;

/// <summary>The options of a resource.</summary>
public sealed class RecordedOptions
{
    /// <summary>The logical name of the parent; null below the stack.</summary>
    public string? Parent { get; init; }

    /// <summary>The inputs that no update changes.</summary>
    public IReadOnlyList<string> IgnoreChanges { get; init; } = [];

    /// <summary>The names and types that the resource may have in the stack's state.</summary>
    public IReadOnlyList<string> Aliases { get; set; } = [];

    /// <summary>Whether the resource is protected.</summary>
    public bool? Protect { get; init; }

    /// <summary>The limits for operations on the resource.</summary>
    public CustomTimeouts? Timeouts { get; init; }

    /// <summary>What is asked before the resource is deleted.</summary>
    public IReadOnlyList<ResourceHook> BeforeDelete { get; init; } = [];

    /// <summary>What is awaited before the resource is created.</summary>
    public IReadOnlyList<ResourceHook> BeforeCreate { get; init; } = [];

    /// <summary>What is awaited before the resource is updated.</summary>
    public IReadOnlyList<ResourceHook> BeforeUpdate { get; init; } = [];

    /// <summary>The logical names of the resources that come first.</summary>
    public IReadOnlyList<string> DependsOn { get; set; } = [];

    /// <summary>The arguments, which mocks see without what is a secret in them.</summary>
    public ResourceArgs Arguments { get; init; } = ResourceArgs.Empty;

    /// <summary>Records the options of a resource that is being registered.</summary>
    public static RecordedOptions Of(ResourceOptions options, ResourceArgs arguments)
    {
        var recorded = new RecordedOptions
        {
            Parent = options.Parent is null or Stack ? null : options.Parent.GetResourceName(),
            IgnoreChanges = [.. options.IgnoreChanges],
            Protect = options.Protect,
            Timeouts = options.CustomTimeouts,
            Arguments = arguments,
            BeforeDelete = [.. options.Hooks.BeforeDelete],
            BeforeCreate = [.. options.Hooks.BeforeCreate],
            BeforeUpdate = [.. options.Hooks.BeforeUpdate],
        };
        Output<ImmutableArray<Resource>> dependencies = options.DependsOn;
        dependencies.Apply(resources => recorded.DependsOn = [.. resources.Select(resource => resource.GetResourceName())]);
        Output.All(options.Aliases.Select(alias => alias.Apply(part => Output.Format($"{part.Name!}:{part.Type!}"))))
            .Apply(aliases => recorded.Aliases = aliases);
        return recorded;
    }
}
