using SessionStore.Failover;

namespace SessionStore.Lambda.Tests;

internal sealed class FailoverSettingsTests
{
    private static Dictionary<string, string?> Good() => new()
    {
        ["REPLICATION_GROUP_ID"] = "session-store-secondary",
        ["HOSTED_ZONE_ID"] = "Z1D633PJN98FT9",
        ["WRITER_NAME"] = "demo.valkey-dr.live",
        ["RECORD_TTL_SECONDS"] = "10",
        ["ROLE_WAIT_SECONDS"] = "30",
        ["ROLE_HOLD_SECONDS"] = "300",
    };

    private static FailoverSettings Read(Dictionary<string, string?> environment) => FailoverSettings.Read(environment.GetValueOrDefault);

    [Test]
    public void A_good_environment_is_read_whole()
    {
        var settings = Read(Good());
        Assert.That(settings, Is.EqualTo(
            new FailoverSettings("session-store-secondary", "Z1D633PJN98FT9", "demo.valkey-dr.live", 10, TimeSpan.FromSeconds(30),
                TimeSpan.FromMinutes(5))));
        Assert.That(settings.PinName, Is.EqualTo("_pin.demo.valkey-dr.live"));
        Assert.That(settings.HistoryName, Is.EqualTo("_history.demo.valkey-dr.live"));
    }

    [Test]
    public void All_problems_come_in_one_message_with_variable_value_and_expectation()
    {
        var error = Assert.Throws<FailoverException>(() => FailoverSettings.Read(name => name == "WRITER_NAME" ? "demo." : null))!;
        Assert.That(error.Message.Split('\n'), Has.Length.EqualTo(7));
        Assert.That(error.Message, Does.Contain("6 problem(s)"));
        foreach (var variable in Good().Keys.Where(name => name != "WRITER_NAME"))
        {
            Assert.That(error.Message, Does.Contain($"{variable} is not set; expected "));
        }
        Assert.That(error.Message, Does.Contain("WRITER_NAME is 'demo.'; expected a DNS name"));
    }

    [TestCase("REPLICATION_GROUP_ID", "")]
    [TestCase("REPLICATION_GROUP_ID", "1group")]
    [TestCase("REPLICATION_GROUP_ID", "group-")]
    [TestCase("REPLICATION_GROUP_ID", "a--b")]
    [TestCase("REPLICATION_GROUP_ID", "a_b")]
    [TestCase("REPLICATION_GROUP_ID", "a1234567890123456789012345678901234567890")]
    [TestCase("HOSTED_ZONE_ID", "/hostedzone/Z1")]
    [TestCase("HOSTED_ZONE_ID", "")]
    [TestCase("WRITER_NAME", "demo")]
    [TestCase("WRITER_NAME", "demo.valkey-dr.live.")]
    [TestCase("WRITER_NAME", "demo..live")]
    [TestCase("WRITER_NAME", "*.valkey-dr.live")]
    [TestCase("WRITER_NAME", "-demo.valkey-dr.live")]
    [TestCase("WRITER_NAME", " demo.valkey-dr.live")]
    [TestCase("RECORD_TTL_SECONDS", "-1")]
    [TestCase("RECORD_TTL_SECONDS", "2147483648")]
    [TestCase("RECORD_TTL_SECONDS", "ten")]
    [TestCase("RECORD_TTL_SECONDS", "1.5")]
    [TestCase("ROLE_WAIT_SECONDS", "900")]
    [TestCase("ROLE_WAIT_SECONDS", "+5")]
    [TestCase("ROLE_HOLD_SECONDS", "86401")]
    [TestCase("ROLE_HOLD_SECONDS", "")]
    [TestCase("RECORDS_PARAMETER", "")]
    [TestCase("RECORDS_PARAMETER", "/")]
    [TestCase("RECORDS_PARAMETER", "session-store")]
    [TestCase("RECORDS_PARAMETER", "/session-store/")]
    [TestCase("RECORDS_PARAMETER", "/session store")]
    public void A_malformed_value_is_named_alone(string variable, string value)
    {
        var environment = Good();
        environment[variable] = value;
        Assert.That(() => Read(environment), Throws.TypeOf<FailoverException>()
            .With.Message.Contains($"1 problem(s):\n{variable} is '{value}'; expected "));
    }

    [TestCase("RECORD_TTL_SECONDS", "0")]
    [TestCase("RECORD_TTL_SECONDS", "2147483647")]
    [TestCase("ROLE_WAIT_SECONDS", "0")]
    [TestCase("ROLE_WAIT_SECONDS", "899")]
    [TestCase("REPLICATION_GROUP_ID", "a")]
    public void The_limits_themselves_are_allowed(string variable, string value)
    {
        var environment = Good();
        environment[variable] = value;
        Assert.That(() => Read(environment), Throws.Nothing);
    }

    [Test]
    public void A_function_with_a_parameter_overrides()
    {
        var environment = Good();
        environment["RECORDS_PARAMETER"] = "/session-store/writer-records";
        Assert.That((Read(environment).RecordsParameter, Read(Good()).RecordsParameter),
            Is.EqualTo(("/session-store/writer-records", (string?)null)));
    }

    [Test]
    public void The_longest_writer_name_leaves_room_for_the_history()
    {
        var environment = Good();
        environment["WRITER_NAME"] = string.Join('.', Enumerable.Repeat(new string('a', 60), 4));
        Assert.That(Read(environment).HistoryName, Has.Length.EqualTo(252));
        environment["WRITER_NAME"] += "bc";
        Assert.That(() => Read(environment), Throws.TypeOf<FailoverException>().With.Message.Contains("WRITER_NAME"));
    }
}
