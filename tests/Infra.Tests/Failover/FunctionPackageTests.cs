using System.Reflection.PortableExecutable;
using System.Text.Json;
using SessionStore.Infra.Failover;

namespace SessionStore.Infra.Tests.Failover;

public class FunctionPackageTests
{
    private static string Package => FunctionPackage.Path;

    [Test]
    public async Task Building_the_program_publishes_the_function_where_the_program_takes_it_from()
    {
        var stage = await Deployed.Stack("primary");
        Assert.Multiple(() =>
        {
            Assert.That(stage.Resource("failover-function")["code"], Is.InstanceOf<FileArchive>());
            Assert.That(Path.Combine(Package, "SessionStore.Failover.dll"), Does.Exist);
            Assert.That(Path.Combine(Package, "SessionStore.Failover.runtimeconfig.json"), Does.Exist);
        });
    }

    [Test]
    public void Every_assembly_of_the_package_is_compiled_ahead_of_time()
    {
        var assemblies = Directory.GetFiles(Package, "*.dll");
        Assert.Multiple(() =>
        {
            Assert.That(assemblies, Has.Length.GreaterThanOrEqualTo(8));
            Assert.That(assemblies.Where(assembly => !IsReadyToRun(assembly)).Select(Path.GetFileName), Is.Empty);
        });
    }

    [Test]
    public void Regular_expressions_of_the_SDK_are_interpreted_and_not_compiled_in_a_cold_start()
    {
        using var config = JsonDocument.Parse(File.ReadAllText(Path.Combine(Package, "SessionStore.Failover.runtimeconfig.json")));
        var properties = config.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");
        var dynamicCode = properties.GetProperty("System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported");
        Assert.That(dynamicCode.ValueKind, Is.EqualTo(JsonValueKind.False));
    }

    [Test]
    public void The_package_holds_nothing_of_the_machine_it_was_built_on()
    {
        var root = System.Text.Encoding.UTF8.GetBytes(Deployed.Root);
        var found = Directory.GetFiles(Package).Where(file => File.ReadAllBytes(file).AsSpan().IndexOf(root) >= 0).Select(Path.GetFileName);
        Assert.That(found, Is.Empty);
    }

    private static bool IsReadyToRun(string path)
    {
        using var reader = new PEReader(File.OpenRead(path));
        return reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
