using PersonaGrain.Catalogs;
using PersonaGrain.Time;

namespace PersonaGrain.Core.Tests.Catalogs;

public class CatalogGuideTests
{
    private static readonly string Guide =
        File.ReadAllText(Path.Combine(SampleCatalogTests.Folder(), "..", "..", "docs", "catalog.md"));

    [Fact]
    public void Guide_example_is_a_sound_catalog() =>
        CatalogText.Sound(Guide.Split("```jsonc\n")[1].Split("```")[0]).Segments.Keys.ShouldBe(["runner"]);

    [Fact]
    public void Guide_example_of_identities_is_a_sound_catalog()
    {
        var identities = CatalogText.Sound(Guide.Split("## identities")[1].Split("```json\n")[1].Split("```")[0]).Identities;
        identities["email"].Hash.ShouldBeTrue();
        identities.Keys.ShouldBe(["email", "device", "user"], ignoreOrder: true);
    }

    [Fact]
    public void Guide_example_of_accounts_is_a_sound_catalog()
    {
        var accounts = CatalogText.Sound(Guide.Split("## accounts")[1].Split("```json\n")[1].Split("```")[0]).Accounts.ShouldNotBeNull();
        accounts.ComputedTraits["active_buyers"].ShouldBe(new ComputedTraitDocument.OfMembers(MemberComputation.Count, new MemberFilter { Role = "buyer", ActiveWithin = TimeSpan.FromDays(14) }));
        accounts.Segments.Keys.ShouldBe(["committee_awake", "all_read", "nobody_reads"], ignoreOrder: true);
    }

    [Fact]
    public void Guide_names_every_computation_of_members()
    {
        foreach (var name in Enum.GetNames<MemberComputation>().Select(static name => name.ToLowerInvariant()))
        {
            (Guide.Contains($"\"members\": \"{name}\"", StringComparison.Ordinal) || Guide.Contains($"`{name}`", StringComparison.Ordinal)).ShouldBeTrue(name);
        }
    }

    [Fact]
    public void Guide_names_every_normalization()
    {
        foreach (var name in Enum.GetNames<IdentityNormalization>())
        {
            Guide.ShouldContain($"| `{name.ToLowerInvariant()}` |");
        }
    }

    [Fact]
    public void Guide_rows_of_conditions_are_conditions()
    {
        var rows = Guide.Split('\n').Where(line => line.StartsWith("| `{ \"trait\": name,", StringComparison.Ordinal)).Select(line => line.Split('`')[1]).ToArray();
        rows.Length.ShouldBe(6);
        foreach (var row in rows)
        {
            SmallCatalog.Condition(row.Replace("name", "\"born\"").Replace("duration", "\"7d\"").Replace("operators…", "\"exists\": true")).ShouldNotBeNull();
        }
    }

    [Fact]
    public void Guide_rows_of_behaviour_are_conditions()
    {
        var rows = Guide.Split("## Behaviour over time")[1].Split("\n\n")[1].Split('\n')[2..].Select(line => line.Split('`')[1]).ToArray();
        rows.Select(row => SmallCatalog.Condition(row.Replace("name", "\"viewed\"")).GetType().Name).ShouldBe(["Regularly", "Stopped", "Restarted", "Seen"]);
    }

    [Fact]
    public void Guide_says_how_long_an_anniversary_can_be_told_apart() =>
        Guide.ShouldContain($"at most `{DurationText.Format(DateWindow.LongestYearly)}`");

    [Theory]
    [InlineData("earliest")]
    [InlineData("late")]
    [InlineData("distinct")]
    [InlineData("by")]
    [InlineData("saturation")]
    [InlineData("$schema")]
    [InlineData("unknownSignals")]
    [InlineData("priority")]
    [InlineData("limit")]
    [InlineData("blocked")]
    [InlineData("merge")]
    [InlineData("normalize")]
    [InlineData("hash")]
    [InlineData("trait")]
    [InlineData("accounts")]
    [InlineData("role")]
    [InlineData("activeWithin")]
    [InlineData("segment")]
    public void Guide_names_what_may_be_left_out(string property) => Guide.ShouldContain($"| `{property}` |");

    [Fact]
    public void Guide_names_every_computation()
    {
        foreach (var name in ComputationName.All.Append(ComputationName.Ratio))
        {
            Guide.ShouldContain($$"""`{ "{{name}}": """);
        }
    }

    [Fact]
    public void Guide_examples_of_computed_traits_are_sound()
    {
        var traits = Guide.Split("A trait may also be computed")[1].Split("```json\n")[1].Split("```")[0];
        const string signals = """{ "order_completed": { "category": "transactional" }, "product_viewed": { "category": "behavioral" } }""";
        CatalogText.Sound($$"""{ "name": "shop", "version": 1, "signals": {{signals}}, "traits": { {{traits}} } }""").ComputedTraits.Count.ShouldBe(5);
    }

    [Fact]
    public void Guide_example_of_quality_is_sound()
    {
        var signals = Guide.Split("### quality")[1].Split("```json\n")[1].Split("```")[0].Trim();
        CatalogText.Sound($$"""{ "name": "shop", "version": 1, {{signals[1..]}}""").Signals["order_completed"].Quality!.Late.ShouldBe(TimeSpan.FromHours(1));
    }

    [Fact]
    public void Guide_examples_of_measures_by_value_are_sound()
    {
        var measures = Guide.Split("**Money.**")[1].Split("```json\n")[1].Split("```")[0];
        const string signals = """{ "order_completed": { "category": "transactional" }, "product_viewed": { "category": "behavioral" } }""";
        CatalogText.Sound($$"""{ "name": "shop", "version": 1, "signals": {{signals}}, "measures": { {{measures}} } }""").Measures["browsed"].By.ShouldBe("price");
    }

    [Fact]
    public void Guide_example_of_a_sequence_is_sound_and_every_property_is_told()
    {
        var section = Guide.Split("## Sequences")[1];
        var when = section.Split("```json\n")[1].Split("```")[0];
        var signals = string.Join(", ", ((string[])["product_viewed", "cart_added", "cart_removed", "order_completed"]).Select(name => $$""" "{{name}}": { "category": "behavioral" } """));
        var sequence = CatalogText.Sound($$"""{ "name": "shop", "version": 1, "signals": { {{signals}} }, "segments": { "s": { "when": {{when}} } } }""")
            .Segments["s"].When.ShouldBeOfType<ConditionDocument.Sequence>();
        (sequence.Steps.Count, sequence.Equal, sequence.Without?.Name).ShouldBe((3, "cart_id", "cart_removed"));
        foreach (var property in (string[])["sequence", "within", "completed", "without", "equal", "count", "keep"])
        {
            section.ShouldContain($"| `{property}` |");
        }

        section.ShouldContain($"at most {CatalogLimits.Sequences} sequences");
        Guide.Split("## Behaviour over time")[1].Split("## Sequences")[0].ShouldContain($"at most {CatalogLimits.Patterns} different");
        section.ShouldContain($"to {CatalogLimits.SequenceKeep:N0}");
        section.ShouldContain($"`{DurationText.Format(CatalogLimits.SequenceWithin)}`");
    }

    [Fact]
    public void Guide_names_every_operator()
    {
        foreach (var name in OperatorName.All)
        {
            Guide.ShouldContain($"`{name}`");
        }
    }
}
