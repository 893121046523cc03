namespace PersonaGrain.Core.Tests.Catalogs;

public class IdentityFaultTests
{
    [Theory]
    [InlineData("""{ "E-Mail": {} }""", "$.identities.E-Mail", "write \"e_mail\"")]
    [InlineData("""{ "größe": {} }""", "$.identities['größe']", "letters a to z")]
    [InlineData("""{ "a23456789_123456789_123456789_123": {} }""", "$.identities.a23456789_123456789_123456789_123", "at most 32 characters")]
    [InlineData("""{ "email": 5 }""", "$.identities.email", "as an object")]
    [InlineData("""{ "email": { "prioritty": 5 } }""", "$.identities.email.prioritty", "did you mean \"priority\"?")]
    [InlineData("""{ "email": { "priority": 101 } }""", "$.identities.email.priority", "from 0 to 100")]
    [InlineData("""{ "email": { "priority": 1.5 } }""", "$.identities.email.priority", "whole number")]
    [InlineData("""{ "email": { "limit": 0 } }""", "$.identities.email.limit", "from 1 to 1000")]
    [InlineData("""{ "email": { "normalize": "emial" } }""", "$.identities.email.normalize", "did you mean \"email\"?")]
    [InlineData("""{ "email": { "hash": 1 } }""", "$.identities.email.hash", "true or false")]
    [InlineData("""{ "email": { "blocked": "x" } }""", "$.identities.email.blocked", "as a list")]
    [InlineData("""{ "email": { "blocked": ["x", ""] } }""", "$.identities.email.blocked[1]", "leave it out")]
    [InlineData("""{ "email": { "blocked": ["x", "x"] } }""", "$.identities.email.blocked[1]", "twice")]
    [InlineData("""{ "email": { "blocked": ["a\u0007"] } }""", "$.identities.email.blocked[0]", "control character")]
    [InlineData("""{ "email": { "merge": "sometimes" } }""", "$.identities.email.merge", "always, never")]
    [InlineData("""{ "email": { "trait": "citty" } }""", "$.identities.email.trait", "did you mean \"city\"?")]
    [InlineData("""{ "email": { "trait": "likes" } }""", "$.identities.email.trait", "a list")]
    [InlineData("""{ "user": { "normalize": "email" } }""", "$.identities.user.normalize", "whose meaning is fixed")]
    [InlineData("""{ "anonymous": { "trait": "city" } }""", "$.identities.anonymous.trait", "whose meaning is fixed")]
    public void Read_faulty_kind_names_path_and_advice(string json, string path, string advice)
    {
        var fault = CatalogText.Faults(SmallCatalog.With(("identities", json))).ShouldHaveSingleItem();

        (fault.Path, fault.Message.Contains(advice, StringComparison.Ordinal)).ShouldBe((path, true), fault.ToString());
    }

    [Fact]
    public void Read_names_all_faults_of_all_kinds() => CatalogText.Faults(SmallCatalog.With(
        ("identities", """{ "email": { "limit": 0, "merge": "no" }, "phone": { "trait": "tel", "hash": "yes" } }""")))
        .Select(fault => fault.Path).ShouldBe(
            ["$.identities.email.limit", "$.identities.email.merge", "$.identities.phone.trait", "$.identities.phone.hash"], ignoreOrder: true);

    [Fact]
    public void Read_too_many_kinds_or_blocked_values_says_how_many_are_taken()
    {
        var kinds = string.Join(',', Enumerable.Range(0, 21).Select(index => $"\"k{index}\": {{}}"));
        CatalogText.Faults(SmallCatalog.With(("identities", $"{{ {kinds} }}"))).ShouldHaveSingleItem().Message.ShouldContain("at most 20");

        var blocked = string.Join(',', Enumerable.Range(0, 1_001).Select(index => $"\"b{index}\""));
        CatalogText.Faults(SmallCatalog.With(("identities", $$"""{ "k": { "blocked": [{{blocked}}] } }"""))).ShouldHaveSingleItem().Message.ShouldContain("at most 1000");
    }
}
