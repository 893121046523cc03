namespace PersonaGrain.Core.Tests.Catalogs;

public class CatalogFaultTests
{
    [Theory]
    [InlineData("name", null, "$.name", "\"name\" is missing")]
    [InlineData("name", "\"\"", "$.name", "a catalog's name")]
    [InlineData("name", "7", "$.name", "as text")]
    [InlineData("version", null, "$.version", "\"version\" is missing")]
    [InlineData("version", "0", "$.version", "from 1 to")]
    [InlineData("version", "1.5", "$.version", "whole number")]
    [InlineData("version", "\"1\"", "$.version", "whole number")]
    [InlineData("segmens", "{}", "$.segmens", "did you mean \"segments\"?")]
    [InlineData("unknownSignals", "\"acept\"", "$.unknownSignals", "did you mean \"accept\"?")]
    [InlineData("earliest", "\"2015\"", "$.earliest", "no date and no time")]
    [InlineData("earliest", "\"1969-12-31\"", "$.earliest", "refused in any case")]
    [InlineData("signals", "{ \"viewed\": { \"category\": \"behavioral\", \"attributes\": { \"price\": \"number\" }, \"quality\": { \"completeness\": { \"prise\": 0.9 } } }, \"bought\": { \"category\": \"transactional\" } }", "$.signals.viewed.quality.completeness.prise", "did you mean")]
    [InlineData("signals", "{ \"viewed\": { \"category\": \"behavioral\", \"attributes\": { \"price\": \"number\" }, \"quality\": { \"completeness\": { \"price\": 0 } } }, \"bought\": { \"category\": \"transactional\" } }", "$.signals.viewed.quality.completeness.price", "a share of 0 is always met")]
    [InlineData("signals", "{ \"viewed\": { \"category\": \"behavioral\", \"attributes\": { \"price\": \"number\" }, \"quality\": { \"completeness\": { \"value\": 95 } } }, \"bought\": { \"category\": \"transactional\" } }", "$.signals.viewed.quality.completeness.value", "from 0 to 1")]
    [InlineData("signals", "{ \"viewed\": { \"category\": \"behavioral\", \"attributes\": { \"price\": \"number\" }, \"quality\": { \"late\": \"soon\" } }, \"bought\": { \"category\": \"transactional\" } }", "$.signals.viewed.quality.late", "write")]
    [InlineData("signals", "{ \"viewed\": { \"category\": \"behavioral\", \"attributes\": { \"price\": \"number\" }, \"quality\": { \"volume\": \"yes\" } }, \"bought\": { \"category\": \"transactional\" } }", "$.signals.viewed.quality.volume", "true or false")]
    [InlineData("signals", "{ \"viewed\": { \"category\": \"behavioral\", \"attributes\": { \"price\": \"number\" }, \"quality\": { \"valume\": true } }, \"bought\": { \"category\": \"transactional\" } }", "$.signals.viewed.quality.valume", "did you mean")]
    [InlineData("measures", "[]", "$.measures", "as an object")]
    public void Read_faulty_head_names_path_and_advice(string section, string? json, string path, string advice) => One(section, json, path, advice);

    [Theory]
    [InlineData("""{ "Viewed": { "category": "behavioral" } }""", "$.signals.Viewed", "write \"viewed\"")]
    [InlineData("""{ "Product Viewed": { "category": "behavioral" } }""", "$.signals['Product Viewed']", "write \"product_viewed\"")]
    [InlineData("{ \"cafe\u0301\": { \"category\": \"behavioral\" } }", "$.signals['cafe\u0301']", "write \"caf\u00E9\"")]
    [InlineData("""{ "": { "category": "behavioral" } }""", "$.signals['']", "begins with a letter")]
    [InlineData("""{ "a": { } }""", "$.signals.a.category", "write one of behavioral, transactional")]
    [InlineData("""{ "a": { "category": "behavioural" } }""", "$.signals.a.category", "did you mean \"behavioral\"?")]
    [InlineData("""{ "a": { "category": "preference", "atributes": {} } }""", "$.signals.a.atributes", "did you mean \"attributes\"?")]
    [InlineData("""{ "a": { "category": "preference", "attributes": { "b": "text" } } }""", "$.signals.a.attributes.b", "string, number, boolean, date, list")]
    [InlineData("""{ "a": { "category": "preference", "attributes": { " b": "string" } } }""", "$.signals.a.attributes[' b']", "white space")]
    [InlineData("""{ "a": { "category": "preference", "attributes": { "b": "string" }, "value": "b" } }""", "$.signals.a.value", "a value is a number")]
    [InlineData("""{ "a": { "category": "preference", "outcome": "Big Buy" } }""", "$.signals.a.outcome", "write \"big_buy\"")]
    [InlineData("""{ "a": { "category": "preference", "retention": "1y" } }""", "$.signals.a.retention", "a duration such as")]
    [InlineData("""{ "a": { "category": "preference" }, "a": { "category": "preference" } }""", "$.signals.a", "twice")]
    [InlineData("""{ "a": 5 }""", "$.signals.a", "as an object")]
    public void Read_faulty_signal_names_path_and_advice(string json, string path, string advice)
    {
        var catalog = $$"""{ "name": "a", "version": 1, "signals": {{json}} }""";
        var faults = CatalogText.Faults(catalog);
        faults.Where(fault => fault.Path == path).ShouldHaveSingleItem().Message.ShouldContain(advice);
    }

    [Theory]
    [InlineData("""{ "a": { } }""", "$.traits.a.type", "\"type\" is missing")]
    [InlineData("""{ "a": { "type": "bool" } }""", "$.traits.a.type", "boolean")]
    [InlineData("""{ "a.b": { "type": "number", "min": 5, "max": 1 } }""", "$.traits['a.b'].min", "swap them")]
    [InlineData("""{ "a": { "type": "string", "min": 5 } }""", "$.traits.a.min", "leave it out")]
    [InlineData("""{ "a": { "type": "number", "format": "email" } }""", "$.traits.a.format", "leave it out")]
    [InlineData("""{ "a": { "type": "string", "format": "emal" } }""", "$.traits.a.format", "did you mean \"email\"?")]
    [InlineData("""{ "a": { "type": "number", "max": 1e999 } }""", "$.traits.a.max", "a finite number")]
    public void Read_faulty_trait_names_path_and_advice(string json, string path, string advice) => One("traits", json, path, advice);

    [Theory]
    [InlineData("""{ "m": { } }""", "$.measures.m.signal", "\"signal\" is missing")]
    [InlineData("""{ "m": { "signal": "veiwed" } }""", "$.measures.m.signal", "did you mean \"viewed\"?")]
    [InlineData("""{ "m": { "signal": "viewed", "halfLife": "0d" } }""", "$.measures.m.halfLife", "longer than 0")]
    [InlineData("""{ "m": { "signal": "viewed", "halfLife": 7 } }""", "$.measures.m.halfLife", "a duration such as")]
    [InlineData("""{ "viewed": { "signal": "bought" } }""", "$.measures.viewed", "name this measure otherwise")]
    [InlineData("""{ "viewed": { "signal": "viewed", "where": { "new": true } } }""", "$.measures.viewed", "name this measure otherwise")]
    [InlineData("""{ "no_purchase": { "signal": "viewed" } }""", "$.measures.no_purchase", "name this measure otherwise")]
    [InlineData("""{ "m": { "signal": "viewed" }, "m": { "signal": "bought" } }""", "$.measures.m", "twice")]
    [InlineData("""{ "m": { "signal": "viewed", "where": { "price": "10" } } }""", "$.measures.m.where.price", "write a number")]
    [InlineData("""{ "m": { "signal": "viewed", "where": { "topic": {} } } }""", "$.measures.m.where.topic", "needs an operator")]
    [InlineData("""{ "m": { "signal": "bought", "by": "value" } }""", "$.measures.m.by", "\"saturation\": 300")]
    [InlineData("""{ "m": { "signal": "bought", "by": 5, "saturation": 300 } }""", "$.measures.m.by", "\"value\", or the attribute that holds a number")]
    [InlineData("""{ "m": { "signal": "viewed", "by": "topic", "saturation": 300 } }""", "$.measures.m.by", "is declared as string; what a measure is by is a number")]
    [InlineData("""{ "m": { "signal": "viewed", "by": "prize", "saturation": 300 } }""", "$.measures.m.by", "declares no attribute of this name; did you mean \"price\"?")]
    [InlineData("""{ "m": { "signal": "no_purchase", "by": "value", "saturation": 300 } }""", "$.measures.m.by", "what a trigger emits has no value and no attributes")]
    [InlineData("""{ "m": { "signal": "bought", "by": "value", "saturation": 0 } }""", "$.measures.m.saturation", "1E-06")]
    [InlineData("""{ "m": { "signal": "bought", "saturation": 1e13 } }""", "$.measures.m.saturation", "1000000000000")]
    public void Read_faulty_measure_names_path_and_advice(string json, string path, string advice) => One("measures", json, path, advice);

    [Theory]
    [InlineData("""{ "s": { } }""", "$.scores.s.weights", "\"weights\" is missing")]
    [InlineData("""{ "s": { "weights": {} } }""", "$.scores.s.weights", "every weight is 0")]
    [InlineData("""{ "s": { "weights": { "viewed": 0 } } }""", "$.scores.s.weights", "every weight is 0")]
    [InlineData("""{ "s": { "weights": { "cheap_view": 1 } } }""", "$.scores.s.weights.cheap_view", "did you mean \"cheap_views\"?")]
    [InlineData("""{ "s": { "weights": { "viewed": 1e999 } } }""", "$.scores.s.weights.viewed", "a weight")]
    [InlineData("""{ "s": { "weights": { "viewed": 1 }, "outcome": "purchases" } }""", "$.scores.s.outcome", "did you mean \"purchase\"?")]
    [InlineData("""{ "s": { "weights": { "viewed": 1 }, "horizon": "7d" } }""", "$.scores.s.horizon", "this score has no outcome")]
    [InlineData("""{ "s": { "weights": { "viewed": 1 }, "outcome": "purchase", "horizon": "59s" } }""", "$.scores.s.horizon", "from 1m to 365d")]
    [InlineData("""{ "s": { "weights": { "viewed": 1 }, "outcome": "purchase", "horizon": "366d" } }""", "$.scores.s.horizon", "from 1m to 365d")]
    [InlineData("""{ "s": { "weights": { "viewed": 1 }, "outcome": "purchase", "horizon": 7 } }""", "$.scores.s.horizon", "a duration such as")]
    [InlineData("""{ "s": { "weights": "learnt", "outcome": "purchase" } }""", "$.scores.s.weights", "learned")]
    [InlineData("""{ "s": { "weights": "learned" } }""", "$.scores.s.weights", "this score has none")]
    [InlineData("""{ "s": { "weights": { "viewed": "learned" } } }""", "$.scores.s.weights.viewed", "this score has none")]
    [InlineData("""{ "s": { "weights": { "viewed": "3" }, "outcome": "purchase" } }""", "$.scores.s.weights.viewed", "learned")]
    [InlineData("""{ "s": { "weights": { "vieed": "learned" }, "outcome": "purchase" } }""", "$.scores.s.weights.vieed", "did you mean")]
    [InlineData("""{ "s": { "weights": "learned", "outcome": "purchase", "correlations": { "boughd": 1 } } }""", "$.scores.s.correlations.boughd", "did you mean")]
    [InlineData("""{ "s": { "weights": { "viewed": 1 }, "relevance": { "saturation": 0 } } }""", "$.scores.s.relevance.saturation", "greater than 0")]
    [InlineData("""{ "s": { "weights": { "viewed": 1 }, "relevance": { "saturation": -1 } } }""", "$.scores.s.relevance.saturation", "from 0")]
    [InlineData("""{ "s": { "weights": { "viewed": 1 }, "relevance": { "frequency": -1 } } }""", "$.scores.s.relevance.frequency", "from 0")]
    [InlineData("""{ "s": { "weights": { "viewed": 1 }, "relevance": { "frequency": 0, "recency": 0, "correlation": 0 } } }""", "$.scores.s.relevance", "all 0")]
    [InlineData("""{ "s": { "weights": { "viewed": 1 }, "correlations": { "viewed": 1.1 } } }""", "$.scores.s.correlations.viewed", "from -1 to 1")]
    [InlineData("""{ "s": { "weights": { "viewed": 1 }, "correlations": { "bought": 1 } } }""", "$.scores.s.correlations.bought", "beside a weight")]
    [InlineData("""{ "s": { "weights": { "viewed": 1 }, "context": { } } }""", "$.scores.s.context", "as a list")]
    [InlineData("""{ "s": { "weights": { "viewed": 1 }, "context": [ { "add": 1 } ] } }""", "$.scores.s.context[0].when", "is missing")]
    [InlineData("""{ "s": { "weights": { "viewed": 1 }, "context": [ { "when": { "trait": "city", "is": "x" } } ] } }""", "$.scores.s.context[0].add", "is missing")]
    [InlineData("""{ "s": { "weights": { "viewed": 1 }, "context": [ { "when": { "score": "s", "above": 1 }, "add": 1 } ] } }""", "$.scores.s", "s → s")]
    public void Read_faulty_score_names_path_and_advice(string json, string path, string advice) => One("scores", json, path, advice);

    [Theory]
    [InlineData("""{ "s": { } }""", "$.segments.s.when", "\"when\" is missing")]
    [InlineData("""{ "s": { "when": { "all": [] }, "priority": 1.5 } }""", "$.segments.s.priority", "whole number")]
    [InlineData("""{ "s": { "when": { "all": [] }, "score": "intents" } }""", "$.segments.s.score", "did you mean \"intent\"?")]
    [InlineData("""{ "s": { "when": { "all": [] }, "description": 1 } }""", "$.segments.s.description", "as text")]
    [InlineData("""{ "s": { "when": { "all": [] } }, "s": { "when": { "all": [] } } }""", "$.segments.s", "twice")]
    [InlineData("""{ "s": { "when": { "segment": "s", "is": false } } }""", "$.segments.s", "s → s")]
    [InlineData("""{ "a": { "when": { "segment": "b", "is": true } }, "b": { "when": { "not": { "any": [ { "segment": "a", "is": true } ] } } } }""", "$.segments.a", "a → b → a")]
    public void Read_faulty_segment_names_path_and_advice(string json, string path, string advice) => One("segments", json, path, advice);

    [Theory]
    [InlineData("""{ "t": { } }""", "$.triggers.t.after", "\"after\" is missing", 2)]
    [InlineData("""{ "t": { "after": "viewd", "within": "1h" } }""", "$.triggers.t.after", "did you mean \"viewed\"?", 1)]
    [InlineData("""{ "t": { "after": "viewed", "within": "0s" } }""", "$.triggers.t.within", "longer than 0", 1)]
    [InlineData("""{ "t": { "after": "viewed", "unless": 5, "within": "1h" } }""", "$.triggers.t.unless", "as a list", 1)]
    [InlineData("""{ "t": { "after": "viewed", "unless": ["bought", "bougt"], "within": "1h" } }""", "$.triggers.t.unless[1]", "did you mean \"bought\"?", 1)]
    [InlineData("""{ "t": { "after": "viewed", "unless": ["bought", "bought"], "within": "1h" } }""", "$.triggers.t.unless[1]", "twice", 1)]
    [InlineData("""{ "viewed": { "after": "bought", "within": "1h" } }""", "$.triggers.viewed", "name it otherwise", 1)]
    [InlineData("""{ "t": { "after": "t", "within": "1h" } }""", "$.triggers.t", "t → t", 1)]
    [InlineData("""{ "t": { "after": "u", "within": "1h" }, "u": { "after": "t", "within": "1h" } }""", "$.triggers.t", "t → u → t", 1)]
    public void Read_faulty_trigger_names_path_and_advice(string json, string path, string advice, int count)
    {
        var faults = CatalogText.Faults(SmallCatalog.With(("triggers", json)));
        faults.Count.ShouldBe(count);
        faults[0].Path.ShouldBe(path);
        faults[0].Message.ShouldContain(advice);
    }

    [Fact]
    public void Read_circle_of_score_and_segment_is_a_fault()
    {
        var faults = CatalogText.Faults(SmallCatalog.With(
            ("scores", """{ "intent": { "weights": { "viewed": 1 }, "context": [ { "when": { "segment": "hot", "is": true }, "add": 5 } ] } }"""),
            ("segments", """{ "hot": { "when": { "score": "intent", "atLeast": 50 } } }""")));
        faults.ShouldHaveSingleItem().Path.ShouldBe("$.segments.hot");
        faults[0].Message.ShouldContain("hot → intent → hot");
    }

    [Fact]
    public void Read_reports_every_fault_at_once_with_its_value()
    {
        var faults = CatalogText.Faults("""
            { "name": "Test", "version": -3, "colour": "red",
              "signals": { "viewed": { "category": "visual" } },
              "measures": { "m": { "signal": "view", "halfLife": "soon" } },
              "segments": { "s": { "when": { "all": [ { "measure": "m", "count": { "atLeast": 2000 } }, { "traits": "age" } ] } } } }
            """);
        faults.Select(fault => (fault.Path, fault.Value)).ShouldBe(
            [
                ("$.colour", "\"red\""),
                ("$.name", "\"Test\""),
                ("$.version", "-3"),
                ("$.signals.viewed.category", "\"visual\""),
                ("$.measures.m.signal", "\"view\""),
                ("$.measures.m.halfLife", "\"soon\""),
                ("$.segments.s.when.all[0].count.atLeast", "2000"),
                ("$.segments.s.when.all[1].traits", "\"age\""),
            ],
            ignoreOrder: true);
    }

    [Fact]
    public void Read_long_value_is_shown_short_and_on_one_line()
    {
        var fault = CatalogText.Faults(SmallCatalog.With(("version", "[\n1,\n2," + new string('1', 500) + "]"))).ShouldHaveSingleItem();
        fault.Value!.Length.ShouldBeLessThanOrEqualTo(60);
        fault.Value.ShouldStartWith("[ 1, 2,1");
        fault.Value.ShouldEndWith("…");
    }

    private static void One(string section, string? json, string path, string advice)
    {
        var fault = CatalogText.Faults(SmallCatalog.With((section, json), section == "segments" ? (section, json) : ("segments", null))).ShouldHaveSingleItem();
        fault.Path.ShouldBe(path);
        fault.Message.ShouldContain(advice);
    }
}
