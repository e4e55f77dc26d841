using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Testing;
using SessionStore.Infra.Stages;

namespace SessionStore.Engine;

/// <summary>What the program of one stack registered under Pulumi's test engine.</summary>
public sealed class StageRun
{
    /// <summary>The organization of every stack.</summary>
    public const string Organization = "organization";

    // The engine keeps the running deployment in a static, and makes the stack that records options without arguments.
    private static readonly SemaphoreSlim _oneAtATime = new(1);
    private static Recorder? _recorder;

    private StageRun(FakeCloud cloud, Recorder recorder)
    {
        Resources = [.. cloud.Registrations.Select(registration =>
            new Registered(registration, recorder.Options.GetValueOrDefault((registration.Args.Type!, registration.Args.Name!)) ?? new()))];
        Calls = cloud.Calls;
        Outputs = recorder.Outputs;
        SecretOutputs = recorder.SecretOutputs.Keys.ToHashSet(StringComparer.Ordinal);
        Warnings = recorder.Warnings;
    }

    /// <summary>Every resource, components among them.</summary>
    public IReadOnlyList<Registered> Resources { get; }

    /// <summary>Every function that was called.</summary>
    public IReadOnlyCollection<Called> Calls { get; }

    /// <summary>The stack's outputs, as a stack reference hands them out; without those that are unknown in a preview.</summary>
    public IReadOnlyDictionary<string, object> Outputs { get; }

    /// <summary>The names of the outputs that are secrets.</summary>
    public IReadOnlySet<string> SecretOutputs { get; }

    /// <summary>What the program warned of, a line each.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Runs the program of a stack.</summary>
    /// <param name="file">The stack's configuration.</param>
    /// <param name="cloud">What answers for AWS.</param>
    /// <param name="preview">Whether outputs that only AWS knows are unknown.</param>
    /// <param name="requireCli">Refuses versions of the Pulumi CLI; the test engine agrees to any.</param>
    /// <exception cref="RunException">The program failed.</exception>
    public static async Task<StageRun> OfAsync(
        StackFile file, FakeCloud cloud, bool preview = false, Func<string, Task>? requireCli = null)
    {
        cloud.IsPreview = preview;
        await _oneAtATime.WaitAsync();
        try
        {
            var warnings = new List<string>();
            var recorder = _recorder = new Recorder(
                () => StageProgram.DeployAsync(file.Get, file.Values.Keys, file.SecretKeys, requireCli, warnings.Add), warnings);
            var options = new TestOptions
            {
                ProjectName = file.Project.Name,
                StackName = file.Stack,
                OrganizationName = Organization,
                IsPreview = preview,
            };
            await Deployment.TestAsync<RecordingStack>(cloud, options);
            return new StageRun(cloud, recorder);
        }
        catch (AggregateException failures) when (failures.Flatten().InnerExceptions.OfType<RunException>().FirstOrDefault() is { } failure)
        {
            // One failure that causes others comes with them, depending on timing.
            throw failure;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>All resources of a type.</summary>
    public IReadOnlyList<Registered> All(string type) => [.. Resources.Where(resource => resource.Type == type)];

    /// <summary>The one resource of a type.</summary>
    public Registered Only(string type) => All(type) is [var only]
        ? only
        : throw new InvalidOperationException($"expected one resource of type {type}, found {All(type).Count}");

    /// <summary>The resource of a logical name.</summary>
    public Registered Resource(string name) => Resources.SingleOrDefault(resource => resource.Name == name)
        ?? throw new KeyNotFoundException(
            $"no resource is named {name}: there are {string.Join(", ", Resources.Select(resource => resource.Name))}");

    /// <summary>The ID of a resource.</summary>
    public string Id(string name) => Resource(name).Id;

    /// <summary>The ARN of a resource.</summary>
    public string Arn(string name) => Resource(name).Arn;

    /// <summary>An output of the stack.</summary>
    public object Output(string name) => Outputs[name];

    private sealed class RecordingStack : Stack
    {
        public RecordingStack() : base(new StackOptions { ResourceTransformations = { _recorder!.Record } }) =>
            // A constructor cannot wait in any other way; the SDK's own stack for functions does the same.
            _recorder.RunAsync().GetAwaiter().GetResult();
    }

    private sealed class Recorder(Func<Task<IDictionary<string, object?>>> program, IReadOnlyList<string> warnings)
    {
        public IReadOnlyList<string> Warnings => warnings;

        public ConcurrentDictionary<(string Type, string Name), RecordedOptions> Options { get; } = new();

        public ConcurrentDictionary<string, object> Outputs { get; } = new();

        public ConcurrentDictionary<string, bool> SecretOutputs { get; } = new();

        public ResourceTransformationResult? Record(ResourceTransformationArgs args)
        {
            Options[(args.Resource.GetResourceType(), args.Resource.GetResourceName())] = RecordedOptions.Of(args.Options, args.Args);
            return null;
        }

        // As JSON the outputs lose their static types, and outputs inside of lists are waited for.
        public async Task RunAsync()
        {
            foreach (var (name, value) in await program())
            {
                var output = Pulumi.Output.JsonSerialize(Pulumi.Output.Create(value));
                output.Apply(json => Outputs[name] = Plain(JsonSerializer.Deserialize<JsonElement>(json)));
                if (await Pulumi.Output.IsSecretAsync(output))
                {
                    SecretOutputs[name] = true;
                }
            }
        }

        private static object Plain(JsonElement json) => json.ValueKind switch
        {
            JsonValueKind.Number => json.GetInt32(),
            JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
            JsonValueKind.Array => json.EnumerateArray().Select(Plain).ToImmutableArray(),
            JsonValueKind.Object => json.EnumerateObject().ToImmutableDictionary(entry => entry.Name, entry => Plain(entry.Value)),
            _ => json.GetString()!,
        };
    }
}
