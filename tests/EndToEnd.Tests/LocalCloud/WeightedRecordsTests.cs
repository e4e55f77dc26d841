namespace SessionStore.EndToEnd.Tests.LocalCloud;

/// <summary>The tables of "Weighted routing" in the Route 53 developer guide, and what else its rules say.</summary>
public sealed class WeightedRecordsTests
{
    // Each record is its weight and its health: H healthy, U unhealthy, - without a health check.
    [TestCase("1H 1H 0-", "1 2", TestName = "without a check at weight 0: both are healthy")]
    [TestCase("1U 1U 0-", "3", TestName = "without a check at weight 0: none is healthy, so the zero answers")]
    [TestCase("1U 1H 0-", "2", TestName = "without a check at weight 0: one is healthy")]
    [TestCase("1U 1U 0H", "3", TestName = "with a check at weight 0: only the zero is healthy")]
    [TestCase("1U 1U 0U", "1 2", TestName = "with a check at weight 0: none is healthy, so all are, and the weights count")]
    [TestCase("1U 1H 0U", "2", TestName = "with a check at weight 0: one is healthy")]
    [TestCase("1H 1H 0U", "1 2", TestName = "with a check at weight 0: both are healthy, the zero is not")]
    [TestCase("1H 1H 0H", "1 2", TestName = "with a check at weight 0: all are healthy")]
    [TestCase("0- 0-", "1 2", TestName = "all weights are zero")]
    [TestCase("0-", "1", TestName = "alone at weight 0")]
    [TestCase("1U", "1", TestName = "alone and unhealthy")]
    public void The_records_that_can_answer(string group, string expected) =>
        Assert.That(WeightedRecords.Considered(Group(group)).Select(record => record.SetIdentifier), Is.EqualTo(expected.Split(' ')));

    [TestCase("1H 3H", 0, "1")]
    [TestCase("1H 3H", 0.249, "1")]
    [TestCase("1H 3H", 0.251, "2")]
    [TestCase("1H 3H", 0.999, "2")]
    [TestCase("0- 0-", 0.4, "1")]
    [TestCase("0- 0-", 0.6, "2")]
    [TestCase("1U 0-", 0.9, "2")]
    public void One_of_them_answers_in_proportion_to_its_weight(string group, double chance, string expected) =>
        Assert.That(WeightedRecords.Chosen(Group(group), chance).SetIdentifier, Is.EqualTo(expected));

    private static WeightedRecord[] Group(string group) =>
        [.. group.Split(' ').Select((text, index) => new WeightedRecord($"{index + 1}", text[0] - '0', text[1] != 'U'))];
}
