using System.Text;
using PersonaGrain.Catalogs;

namespace PersonaGrain.Core.Tests.Catalogs;

public class CatalogTextFaultTests
{
    [Theory]
    [InlineData("", "line 1, column 1:")]
    [InlineData("{", "line 1, column 2:")]
    [InlineData("{\n  \"name\": \"a\",\n  \"version\" 1 }", "line 3, column 13:")]
    [InlineData("{\r\n  \"naïve\": \"é\" x }", "line 2, column 16:")]
    [InlineData("{ \"name\": \"a\" } {", "line 1, column 17:")]
    public void Read_text_that_is_not_json_gives_line_and_column(string json, string place)
    {
        var fault = CatalogText.Faults(json).ShouldHaveSingleItem();
        fault.Path.ShouldBe("$");
        fault.Message.ShouldStartWith(place);
        fault.Message.ShouldContain("not JSON");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"catalog\"")]
    public void Read_json_that_is_no_object_is_a_fault(string json) =>
        CatalogText.Faults(json).ShouldHaveSingleItem().Message.ShouldContain("as an object");

    [Fact]
    public void Read_bytes_that_are_not_utf8_give_line_and_column()
    {
        byte[] bytes = [.. "{ \"name\":\n \"a"u8, 0xFF, .. "\" }"u8];
        var fault = CatalogReader.Read(bytes).ShouldBeOfType<CatalogReading.Faulty>().Faults.ShouldHaveSingleItem();
        fault.Message.ShouldStartWith("line 2, column 4: the byte 0xFF is not UTF-8");
    }

    [Theory]
    [InlineData("""{ "name": "a\ud800", "version": 1 }""", "$.name")]
    [InlineData("""{ "name": "a", "version": 1, "x\udc00": 1 }""", "$")]
    [InlineData("""{ "name": "a", "version": 1, "measures": { "m": { "\ud800": 1, "signal": "\ud800" } } }""", "$.measures.m")]
    [InlineData("""{ "name": "a", "version": 1, "segments": { "s": { "when": { "trait": "t", "in": ["\udfff"] } } } }""", "$.segments.s.when.in[0]")]
    [InlineData("""{ "name": "a", "version": 1, "signals": { "s": { "category": "behavioral", "retention": "\ud800" } } }""", "$.signals.s.retention")]
    [InlineData("""{ "name": "a", "version": 1, "measures": { "m": { "sign\ud800": "x" } } }""", "$.measures.m")]
    [InlineData("""{ "name": "a", "version": 1, "signals": { "x": { "category": "behavioral" } }, "measures": { "m": { "signal": "x", "where": { "y": { "an\ud800": 1 } } } } }""", "$.measures.m.where.y")]
    public void Read_half_a_surrogate_pair_is_a_fault(string json, string path) =>
        CatalogText.Faults(json).ShouldContain(fault => fault.Path == path);

    [Fact]
    public void Read_more_than_a_mebibyte_is_refused_before_it_is_parsed()
    {
        var json = Encoding.UTF8.GetBytes("{ \"name\": \"a\", \"version\": 1 }" + new string(' ', CatalogLimits.Bytes));
        CatalogReader.Read(json).ShouldBeOfType<CatalogReading.Faulty>().Faults.ShouldHaveSingleItem().Message.ShouldContain("at most 1048576");
    }

    [Fact]
    public void Read_dense_text_whose_canonical_form_is_too_long_is_refused()
    {
        var operands = string.Join(',', Enumerable.Range(0, 1000));
        var segments = string.Join(',', Enumerable.Range(0, 200).Select(n => $"\"s{n}\":{{\"when\":{{\"trait\":\"t\",\"in\":[{operands}]}}}}"));
        CatalogText.Faults($"{{\"name\":\"a\",\"version\":1,\"segments\":{{{segments}}}}}").ShouldHaveSingleItem().Message.ShouldContain("canonical form");
    }

    [Fact]
    public void Read_deep_nesting_is_refused()
    {
        var json = "{ \"name\": " + new string('[', 5000);
        CatalogText.Faults(json).ShouldHaveSingleItem().Message.ShouldContain("depth of 32");
    }

    [Theory]
    [InlineData("signals", 1000, "{ \"category\": \"behavioral\" }")]
    [InlineData("traits", 1000, "{ \"type\": \"string\" }")]
    [InlineData("measures", 500, "{ \"signal\": \"viewed\" }")]
    [InlineData("scores", 100, "{ \"weights\": { \"viewed\": 1 } }")]
    [InlineData("segments", 200, "{ \"when\": { \"all\": [] } }")]
    [InlineData("triggers", 100, "{ \"after\": \"viewed\", \"within\": \"1h\" }")]
    public void Read_more_things_than_a_catalog_may_have_is_a_fault(string section, int most, string thing)
    {
        CatalogText.Sound(Catalog(most));
        var fault = CatalogText.Faults(Catalog(most + 1)).ShouldHaveSingleItem();
        fault.Path.ShouldBe("$." + section);
        fault.Message.ShouldContain($"at most {most}");

        string Catalog(int count) => Only(section, "{" + string.Join(',', Enumerable.Range(0, count).Select(n => $"\"n{n}\": {thing}")) + "}");
    }

    [Fact]
    public void Read_a_flood_of_faults_is_cut_short()
    {
        var json = "{" + string.Join(',', Enumerable.Range(0, 50_000).Select(n => $"\"n{n}\":1")) + "}";
        var faults = CatalogText.Faults(json);
        faults.Count.ShouldBe(CatalogLimits.Faults + 1);
        faults[^1].Message.ShouldContain("more than 1000 faults");
    }

    private static string Only(string section, string json) => section == "signals"
        ? $$"""{ "name": "a", "version": 1, "signals": {{json}} }"""
        : SmallCatalog.With(("measures", null), ("traits", null), ("scores", null), ("segments", null), ("triggers", null), (section, json));
}
