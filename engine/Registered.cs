using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Pulumi;

namespace SessionStore.Engine;

/// <summary>A resource as a stage registered it: what the engine gets to see, and the options, which mocks do not see.</summary>
/// <param name="registration">What the engine gets to see.</param>
/// <param name="options">The recorded options.</param>
public sealed class Registered(Registration registration, RecordedOptions options)
{
    /// <summary>All inputs, without what is a secret in them.</summary>
    public ImmutableDictionary<string, object> Inputs => registration.Args.Inputs;

    /// <summary>The type token, such as <c>aws:ec2/vpc:Vpc</c>.</summary>
    public string Type => registration.Args.Type!;

    public string Name => registration.Args.Name!;

    /// <summary>The ID that the resource got.</summary>
    public string Id => registration.Id;

    /// <summary>The ARN that the resource got.</summary>
    public string Arn => (string)registration.State["arn"];

    /// <summary>The URN and ID of the provider; empty for a component.</summary>
    public string Provider => registration.Args.Provider ?? "";

    /// <summary>The logical name of the parent; null below the stack.</summary>
    public string? Parent => options.Parent;

    /// <summary>The inputs that no update changes.</summary>
    public IReadOnlyList<string> IgnoreChanges => options.IgnoreChanges;

    /// <summary>The names and types that the resource may have in the stack's state, each with a colon between them.</summary>
    public IReadOnlyList<string> Aliases => options.Aliases;

    /// <summary>Whether the resource is protected against deletion and replacement.</summary>
    public bool? Protect => options.Protect;

    /// <summary>The limits for operations on the resource.</summary>
    public CustomTimeouts? Timeouts => options.Timeouts;

    /// <summary>What is asked before the resource is deleted.</summary>
    public IReadOnlyList<ResourceHook> BeforeDelete => options.BeforeDelete;

    /// <summary>What is awaited before the resource is created.</summary>
    public IReadOnlyList<ResourceHook> BeforeCreate => options.BeforeCreate;

    /// <summary>What is awaited before the resource is updated.</summary>
    public IReadOnlyList<ResourceHook> BeforeUpdate => options.BeforeUpdate;

    /// <summary>The logical names of the resources that come first, beside those whose outputs are inputs.</summary>
    public IReadOnlyList<string> DependsOn => options.DependsOn;

    /// <summary>The arguments as the program gave them, with what is a secret in them.</summary>
    public ResourceArgs Arguments => options.Arguments;

    /// <summary>The same with other inputs, as another program would have registered it.</summary>
    public Registered With(params (string Name, object Value)[] changes) => new(
        registration with
        {
            Args = new()
            {
                Type = registration.Args.Type,
                Name = registration.Args.Name,
                Provider = registration.Args.Provider,
                Inputs = Inputs.SetItems(changes.Select(change => KeyValuePair.Create(change.Name, change.Value))),
            },
        },
        options);

    /// <summary>The same without an input.</summary>
    public Registered Without(string input) => new(
        registration with
        {
            Args = new()
            {
                Type = registration.Args.Type,
                Name = registration.Args.Name,
                Provider = registration.Args.Provider,
                Inputs = Inputs.Remove(input),
            },
        },
        options);

    /// <summary>An input that has to be there.</summary>
    public object this[string input] => Inputs.TryGetValue(input, out var value)
        ? value
        : throw new KeyNotFoundException($"{Type} {Name} has no input {input}: it has {string.Join(", ", Inputs.Keys.Order())}");

    /// <summary>Whether an input was given.</summary>
    public bool Has(string input) => Inputs.ContainsKey(input);

    /// <summary>A text.</summary>
    public string Text(string input) => (string)this[input];

    /// <summary>A whole number; the engine's protocol knows only one kind of number.</summary>
    public int Number(string input) => Convert.ToInt32(this[input], CultureInfo.InvariantCulture);

    /// <summary>A text that is JSON.</summary>
    public JsonElement Json(string input) => JsonSerializer.Deserialize<JsonElement>(Text(input));

    /// <summary>A list.</summary>
    public IReadOnlyList<object> List(string input) => (ImmutableArray<object>)this[input];

    /// <summary>A structure.</summary>
    public IReadOnlyDictionary<string, object> Object(string input) => (ImmutableDictionary<string, object>)this[input];

    /// <summary>A list of structures.</summary>
    public IEnumerable<IReadOnlyDictionary<string, object>> Objects(string input) =>
        List(input).Cast<ImmutableDictionary<string, object>>();
}
