using System.Text;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Core.Tests.Catalogs;

/// <summary>What a catalog may say of accounts, and how it is told where it may not.</summary>
public class AccountFaultTests
{
    [Theory]
    [InlineData("""5""", "$.accounts", "as an object")]
    [InlineData("""{ "signals": {} }""", "$.accounts.signals", "no property")]
    [InlineData("""{ "segment": {} }""", "$.accounts.segment", "did you mean \"segments\"?")]
    [InlineData("""{ "segments": { "buyers": { "when": { "signal": "bought", "count": { "atLeast": 1 } } } } }""", "$.accounts.segments.buyers", "people have a segment \"buyers\" already")]
    [InlineData("""{ "triggers": { "no_purchase": { "after": "viewed", "within": "1d" } } }""", "$.accounts.triggers.no_purchase", "give the trigger of accounts another name")]
    [InlineData("""{ "triggers": { "viewed": { "after": "bought", "within": "1d" } } }""", "$.accounts.triggers.viewed", "give the trigger of accounts another name")]
    [InlineData("""{ "segments": { "s": { "when": { "segment": "buyers", "is": true } } } }""", "$.accounts.segments.s.when.segment", "no segment of this name")]
    [InlineData("""{ "segments": { "s": { "when": { "measure": "cheap_views", "count": { "atLeast": 1 } } } } }""", "$.accounts.segments.s.when.measure", "no measure")]
    [InlineData("""{ "segments": { "s": { "when": { "score": "intent", "atLeast": 1 } } } }""", "$.accounts.segments.s.when.score", "no score")]
    [InlineData("""{ "segments": { "s": { "when": { "segment": "s", "is": true } } } }""", "$.accounts.segments.s", "s")]
    [InlineData("""{ "traits": { "t": { "members": "kount" } } }""", "$.accounts.traits.t.members", "did you mean \"count\"?")]
    [InlineData("""{ "traits": { "t": { "members": 5 } } }""", "$.accounts.traits.t.members", "as text")]
    [InlineData("""{ "traits": { "t": { "members": "count", "rolle": "buyer" } } }""", "$.accounts.traits.t.rolle", "did you mean \"role\"?")]
    [InlineData("""{ "traits": { "t": { "members": "count", "role": "" } } }""", "$.accounts.traits.t.role", "role")]
    [InlineData("""{ "traits": { "t": { "members": "count", "segment": "buyer" } } }""", "$.accounts.traits.t.segment", "did you mean \"buyers\"?")]
    [InlineData("""{ "segments": { "s": { "when": { "all": [] } } }, "traits": { "t": { "members": "count", "segment": "s" } } }""", "$.accounts.traits.t.segment", "segment of people")]
    [InlineData("""{ "traits": { "t": { "members": "count", "activeWithin": "1 week" } } }""", "$.accounts.traits.t.activeWithin", "7d")]
    [InlineData("""{ "traits": { "t": { "members": "count", "trait": "age" } } }""", "$.accounts.traits.t.trait", "leave trait out")]
    [InlineData("""{ "traits": { "t": { "members": "mean" } } }""", "$.accounts.traits.t.trait", "name the trait of the members")]
    [InlineData("""{ "traits": { "t": { "members": "mean", "trait": "city" } } }""", "$.accounts.traits.t.trait", "mean is of numbers")]
    [InlineData("""{ "traits": { "t": { "ratio": ["u", "u"] }, "u": { "members": "cnt" } } }""", "$.accounts.traits.u.members", "count, share, sum, mean, min, max")]
    public void Read_fault_of_accounts_names_path_and_advice(string json, string path, string advice)
    {
        var faults = CatalogText.Faults(SmallCatalog.With(("accounts", json)));

        faults.ShouldContain(fault => fault.Path == path && fault.Message.Contains(advice, StringComparison.Ordinal), string.Join('\n', faults));
    }

    [Fact]
    public void Read_trait_of_members_refuses_a_computed_trait_of_people_and_stands_for_accounts_alone()
    {
        const string Traits = """{ "spend": { "sum": "bought" } }""";
        CatalogText.Faults(SmallCatalog.With(("traits", Traits), ("accounts", """{ "traits": { "t": { "members": "sum", "trait": "spend" } } }""")))
            .ShouldHaveSingleItem().Message.ShouldContain("compute it for the account");

        CatalogText.Faults(SmallCatalog.With(("traits", """{ "people": { "members": "count" } }"""))).ShouldHaveSingleItem().Message.ShouldContain("among the traits of \"accounts\"");
    }

    [Fact]
    public void Read_kind_of_identities_may_not_be_named_as_accounts_are() =>
        CatalogText.Faults(SmallCatalog.With(("identities", """{ "account": {} }"""))).ShouldHaveSingleItem().Path.ShouldBe("$.identities.account");

    [Fact]
    public void Read_names_all_faults_of_accounts_and_people_at_once() => CatalogText.Faults(SmallCatalog.With(
        ("scores", """{ "intent": { "weights": {} } }"""),
        ("accounts", """{ "traits": { "t": { "members": "mean" }, "u": { "type": "nmber" } }, "triggers": { "x": { "after": "vieved", "within": "1d" } } }""")))
        .Select(static fault => fault.Path).ShouldBe(["$.scores.intent.weights", "$.accounts.traits.t.trait", "$.accounts.traits.u.type", "$.accounts.triggers.x.after"], ignoreOrder: true);

    [Fact]
    public void Read_null_is_as_left_out_and_an_empty_section_is_accounts_all_the_same()
    {
        CatalogText.Sound(SmallCatalog.With(("accounts", "null"))).Accounts.ShouldBeNull();
        var none = CatalogText.Sound(SmallCatalog.With(("accounts", null)));
        var some = CatalogText.Sound(SmallCatalog.With(("accounts", "{}")));

        some.Accounts.ShouldNotBeNull();
        (Catalog.Compile(none).Identities.HasAccounts, Catalog.Compile(some).Identities.HasAccounts).ShouldBe((false, true));
        CatalogText.Sound(CatalogReader.Read(CatalogWriter.Write(some))).Accounts.ShouldNotBeNull("what was written is read again");
        Encoding.UTF8.GetString(CatalogWriter.Write(none)).ShouldNotContain("accounts", Case.Sensitive, "programs of before read it");
    }
}
