using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Documents;

namespace PersonaGrain.Core.Tests.Catalogs;

public class ConditionFaultTests
{
    private const string When = "$.segments.s.when";

    [Theory]
    [InlineData("5", "", "as an object")]
    [InlineData("{}", "", "a condition has one of all, any, not")]
    [InlineData("""{ "al": [] }""", ".al", "did you mean \"all\"?")]
    [InlineData("""{ "all": {} }""", ".all", "as a list")]
    [InlineData("""{ "all": [], "any": [] }""", "", "not several")]
    [InlineData("""{ "all": [], "within": "7d" }""", ".within", "no property of this name")]
    [InlineData("""{ "not": [] }""", ".not", "as an object")]
    [InlineData("""{ "any": [ { "all": [ 1 ] } ] }""", ".any[0].all[0]", "as an object")]
    public void Read_faulty_tree_names_path_and_advice(string condition, string path, string advice) => One(condition, path, advice);

    [Theory]
    [InlineData("""{ "signal": "viewed" }""", "", "say what is asked")]
    [InlineData("""{ "signal": "viewed", "count": { "is": 1 }, "sum": { "is": 1 } }""", "", "ask one of count, sum")]
    [InlineData("""{ "signal": "vieved", "count": { "is": 1 } }""", ".signal", "did you mean \"viewed\"?")]
    [InlineData("""{ "measure": "cheap_viewz", "count": { "is": 1 } }""", ".measure", "did you mean \"cheap_views\"?")]
    [InlineData("""{ "signal": "cheap_views", "count": { "is": 1 } }""", ".signal", "write \"measure\"")]
    [InlineData("""{ "signal": 5, "count": { "is": 1 } }""", ".signal", "as text")]
    [InlineData("""{ "signal": "viewed", "count": 3 }""", ".count", "{ \"atLeast\": 3 }")]
    [InlineData("""{ "signal": "viewed", "count": {} }""", ".count", "needs an operator")]
    [InlineData("""{ "signal": "viewed", "count": { "atleast": 3 } }""", ".count.atleast", "did you mean \"atLeast\"?")]
    [InlineData("""{ "signal": "viewed", "count": { "in": [3] } }""", ".count.in", "a count is compared by is")]
    [InlineData("""{ "signal": "viewed", "count": { "atLeast": 1001 } }""", ".count.atLeast", "from 0 to 1000")]
    [InlineData("""{ "signal": "viewed", "count": { "atLeast": -1 } }""", ".count.atLeast", "from 0 to 1000")]
    [InlineData("""{ "signal": "viewed", "count": { "atLeast": 1.5 } }""", ".count.atLeast", "whole number")]
    [InlineData("""{ "signal": "viewed", "count": { "atLeast": "3" } }""", ".count.atLeast", "whole number")]
    [InlineData("""{ "signal": "viewed", "count": { "between": [3, 1] } }""", ".count.between", "swap them")]
    [InlineData("""{ "signal": "viewed", "count": { "between": [3] } }""", ".count.between", "two numbers")]
    [InlineData("""{ "signal": "viewed", "count": { "is": 1 }, "within": "P1M" }""", ".within", "no months or years")]
    [InlineData("""{ "signal": "viewed", "count": { "is": 1 }, "whithin": "7d" }""", ".whithin", "did you mean \"within\"?")]
    [InlineData("""{ "signal": "viewed", "sum": { "above": "x" } }""", ".sum.above", "a sum")]
    [InlineData("""{ "signal": "viewed", "lastSeen": {} }""", ".lastSeen", "needs within or olderThan")]
    [InlineData("""{ "signal": "viewed", "lastSeen": { "olderThen": "90d" } }""", ".lastSeen.olderThen", "did you mean \"olderThan\"?")]
    [InlineData("""{ "signal": "viewed", "lastSeen": { "olderThan": "-1d" } }""", ".lastSeen.olderThan", "a duration such as")]
    [InlineData("""{ "signal": "viewed", "lastSeen": { "within": "1d" }, "within": "2d" }""", ".within", "stands inside lastSeen")]
    [InlineData("""{ "signal": "viewed", "count": { "is": 1 }, "during": {} }""", ".during", "needs from, to or both")]
    [InlineData("""{ "signal": "viewed", "count": { "is": 1 }, "during": { "from": "yesterday" } }""", ".during.from", "ISO 8601")]
    [InlineData("""{ "signal": "viewed", "count": { "is": 1 }, "during": { "to": "2026-02-30" } }""", ".during.to", "no date and no time")]
    [InlineData("""{ "signal": "viewed", "count": { "is": 1 }, "during": { "to": "31.01.2026" } }""", ".during.to", "(the whole day, UTC)")]
    [InlineData("""{ "signal": "viewed", "where": { "day": { "before": "7d" } }, "count": { "is": 1 } }""", ".where.day.before", "no date and no time")]
    [InlineData("""{ "signal": "viewed", "where": { "topic": { "after": "2026-01-31" } }, "count": { "is": 1 } }""", ".where.topic.after", "declare it as date")]
    [InlineData("""{ "signal": "viewed", "where": { "day": { "above": 3 } }, "count": { "is": 1 } }""", ".where.day.above", "before, after")]
    [InlineData("""{ "signal": "viewed", "count": { "is": 1 }, "during": { "from": "2001-01-15", "to": "2000-07-15" } }""", ".during", "swap them")]
    [InlineData("""{ "signal": "viewed", "where": { "items": { "any": {} } }, "count": { "is": 1 } }""", ".where.items.any", "1 to 16 members")]
    [InlineData("""{ "signal": "viewed", "where": { "items": { "any": ["red"] } }, "count": { "is": 1 } }""", ".where.items.any", "as an object")]
    [InlineData("""{ "signal": "viewed", "where": { "items": { "any": { "color": { "was": 1 } } } }, "count": { "is": 1 } }""", ".where.items.any.color.was", "no operator")]
    [InlineData("""{ "signal": "viewed", "where": { "items": { "any": { "color": "red" }, "is": 1 } }, "count": { "is": 1 } }""", ".where.items.is", "may have any")]
    [InlineData("""{ "trait": "kids", "any": { "age": [] } }""", ".any.age", "as an object")]
    [InlineData("""{ "trait": "kids", "any": { "age": 3 }, "exists": true }""", ".exists", "it may have trait, any")]
    [InlineData("""{ "trait": "kids", "any": [] }""", "", "not several")]
    [InlineData("""{ "signal": "viewed", "distinct": 5, "count": { "is": 1 } }""", ".distinct", "as text")]
    [InlineData("""{ "signal": "viewed", "distinct": " id", "count": { "is": 1 } }""", ".distinct", "white space")]
    [InlineData("""{ "signal": "no_purchase", "distinct": "id", "count": { "is": 1 } }""", ".distinct", "what a trigger emits has no attributes")]
    [InlineData("""{ "signal": "viewed", "regularly": 3 }""", ".regularly", "as an object")]
    [InlineData("""{ "signal": "viewed", "regularly": { "atLeast": 5, "of": 4, "every": "7d" } }""", ".regularly.atLeast", "there are 4 periods")]
    [InlineData("""{ "signal": "viewed", "regularly": { "atLeast": 0, "of": 4, "every": "7d" } }""", ".regularly.atLeast", "from 1 to 366")]
    [InlineData("""{ "signal": "viewed", "regularly": { "atLeast": 3, "of": 367, "every": "7d" } }""", ".regularly.of", "from 1 to 366")]
    [InlineData("""{ "signal": "viewed", "regularly": { "atLeast": 3, "of": 4.5, "every": "7d" } }""", ".regularly.of", "whole number")]
    [InlineData("""{ "signal": "viewed", "regularly": { "atLeast": 3, "of": 4, "every": "year" } }""", ".regularly.every", "or one of day, week, month")]
    [InlineData("""{ "signal": "viewed", "regularly": { "atLeast": 3, "of": 4, "every": "P1M" } }""", ".regularly.every", "or one of day, week, month")]
    [InlineData("""{ "signal": "viewed", "regularly": { "atLeast": 3, "of": 4, "every": "59s" } }""", ".regularly.every", "at least 1m")]
    [InlineData("""{ "signal": "viewed", "regularly": { "atLeast": 3, "of": 300, "every": "1000d" } }""", ".regularly.every", "further than 100000d")]
    [InlineData("""{ "signal": "viewed", "regularly": { "atLeast": 3, "of": 4, "every": "7d", "zone": "UTC" } }""", ".regularly.zone", "leave it out")]
    [InlineData("""{ "signal": "viewed", "regularly": { "atLeast": 3, "of": 4, "every": "day", "zone": "Mars/Base" } }""", ".regularly.zone", "not a time zone")]
    [InlineData("""{ "signal": "viewed", "regularly": { "atLeast": 3, "of": 4, "every": "day", "in": 3 } }""", ".regularly.in", "no property of this name")]
    [InlineData("""{ "signal": "viewed", "regularly": { "atLeast": 3, "of": 4, "every": "7d" }, "within": "30d" }""", ".within", "leave within out")]
    [InlineData("""{ "signal": "viewed", "stopped": { "within": "30d", "for": "30d" } }""", ".stopped.within", "further than for")]
    [InlineData("""{ "signal": "viewed", "stopped": { "within": "90d" } }""", ".stopped.for", "\"for\" is missing")]
    [InlineData("""{ "signal": "viewed", "stopped": { "within": "90d", "for": "30d", "atLeast": 1001 } }""", ".stopped.atLeast", "from 1 to 1000")]
    [InlineData("""{ "signal": "viewed", "stopped": { "within": "90d", "for": "30d" }, "within": "5d" }""", ".within", "stands inside stopped")]
    [InlineData("""{ "signal": "viewed", "restarted": { "after": "60d" } }""", ".restarted.within", "\"within\" is missing")]
    [InlineData("""{ "signal": "viewed", "restarted": { "after": "1s", "within": "1m" } }""", ".restarted.after", "at least 1m")]
    [InlineData("""{ "signal": "viewed", "restarted": { "after": "1h", "within": "366h" } }""", ".restarted.within", "less than 366 times")]
    [InlineData("""{ "signal": "viewed", "restarted": { "after": "0s", "within": "14d" } }""", ".restarted.after", "longer than 0")]
    [InlineData("""{ "signal": "viewed", "restarted": { "after": "1h", "within": "1d" }, "stopped": { "within": "90d", "for": "30d" } }""", "", "ask one of stopped, restarted")]
    [InlineData("""{ "signal": "viewed", "where": [], "count": { "is": 1 } }""", ".where", "as an object")]
    [InlineData("""{ "signal": "viewed", "where": { "topic": null }, "count": { "is": 1 } }""", ".where.topic", "as an object")]
    [InlineData("""{ "signal": "viewed", "where": { "topic": { "atLeast": 3 } }, "count": { "is": 1 } }""", ".where.topic.atLeast", "declared as string")]
    public void Read_faulty_occurrence_names_path_and_advice(string condition, string path, string advice) => One(condition, path, advice);

    [Theory]
    [InlineData("""{ "signal": "viewed", "notSince": "bought" }""", ".notSince", "as an object")]
    [InlineData("""{ "signal": "viewed", "notSince": {} }""", ".notSince", "names one signal or one measure")]
    [InlineData("""{ "signal": "viewed", "notSince": { "signal": "bougt" } }""", ".notSince.signal", "did you mean \"bought\"?")]
    [InlineData("""{ "signal": "viewed", "notSince": { "signal": "bought", "within": "1d" } }""", ".notSince.within", "it may have signal, measure, where")]
    [InlineData("""{ "signal": "viewed", "notSince": { "signal": "bought" }, "olderThan": "x" }""", ".olderThan", "a duration such as")]
    [InlineData("""{ "signal": "viewed", "count": { "is": 1 }, "olderThan": "1d" }""", ".olderThan", "stands beside notSince")]
    [InlineData("""{ "signal": "viewed", "count": { "is": 1 }, "notSince": { "signal": "bought" } }""", "", "ask one of count, notSince")]
    [InlineData("""{ "signal": "viewed", "notSince": { "signal": "bought" }, "within": "2h", "olderThan": "2h" }""", ".olderThan", "a shorter olderThan")]
    [InlineData("""{ "signal": "viewed", "where": { "topic": "a" }, "notSince": { "signal": "viewed" } }""", ".notSince", "so this never holds")]
    [InlineData("""{ "measure": "cheap_views", "notSince": { "signal": "viewed" } }""", ".notSince", "so this never holds")]
    [InlineData("""{ "signal": "viewed", "where": { "topic": "a" }, "notSince": { "signal": "viewed", "where": { "topic": "a" } } }""", ".notSince", "so this never holds")]
    public void Read_faulty_not_since_names_path_and_advice(string condition, string path, string advice) => One(condition, path, advice);

    [Theory]
    [InlineData("[V, V]", "", ".within", "\"within\" is missing")]
    [InlineData("[V, V]", "\"within\": \"2h\"", ".completed", "\"completed\" is missing")]
    [InlineData("[V, V]", "\"within\": \"2h\", \"completed\": {}", ".completed.within", "how long ago the last step may be")]
    [InlineData("[V, V]", "\"within\": \"2h\", \"completed\": \"7d\"", ".completed", "as an object")]
    [InlineData("[V, V]", "\"within\": \"367d\", C", ".within", "at most \"366d\"")]
    [InlineData("[V, V]", "\"within\": \"2h\", \"completed\": { \"within\": \"2y\" }", ".completed.within", "a duration such as")]
    [InlineData("[V]", "W, C", ".sequence", "2 to 8 steps; there are 1")]
    [InlineData("[V, V, V, V, V, V, V, V, V]", "W, C", ".sequence", "2 to 8 steps; there are 9")]
    [InlineData("V", "W, C", ".sequence", "as a list")]
    [InlineData("[V, \"bought\"]", "W, C", ".sequence[1]", "as an object")]
    [InlineData("[V, {}]", "W, C", ".sequence[1]", "names one signal or one measure")]
    [InlineData("[V, { \"signal\": \"viewed\", \"measure\": \"viewed\" }]", "W, C", ".sequence[1]", "names one signal or one measure")]
    [InlineData("[V, { \"signal\": \"cheap_views\" }]", "W, C", ".sequence[1].signal", "write \"measure\"")]
    [InlineData("[V, { \"signal\": \"viewed\", \"count\": 2 }]", "W, C", ".sequence[1].count", "it may have signal, measure, where")]
    [InlineData("[V, { \"signal\": \"viewed\", \"where\": { \"topic\": { \"above\": 1 } } }]", "W, C", ".sequence[1].where.topic.above", "declared as string")]
    [InlineData("[V, V]", "W, C, \"without\": { \"signal\": \"vieved\" }", ".without.signal", "did you mean \"viewed\"?")]
    [InlineData("[V, V, V]", "W, C, \"without\": { \"signal\": \"viewed\" }", ".without", "so this never holds")]
    [InlineData("[V, V]", "W, C, \"equal\": 5", ".equal", "as text")]
    [InlineData("[V, V]", "W, C, \"equal\": \"tags\"", ".sequence[0]", "is declared as list")]
    [InlineData("[V, { \"signal\": \"no_purchase\" }]", "W, C, \"equal\": \"topic\"", ".sequence[1]", "what a trigger emits has no attributes")]
    [InlineData("[V, V]", "W, C, \"count\": 2", ".count", "{ \"atLeast\": 2 }")]
    [InlineData("[V, V]", "W, C, \"count\": { \"atLeast\": 1001 }", ".count.atLeast", "from 0 to 1000")]
    [InlineData("[V, V]", "W, C, \"keep\": 4097", ".keep", "from 2 to 4096")]
    [InlineData("[V, V, V]", "W, C, \"keep\": 2", ".keep", "from 3 to 4096")]
    [InlineData("[V, V]", "W, C, \"whithin\": \"2h\"", ".whithin", "did you mean \"within\"?")]
    public void Read_faulty_sequence_names_path_and_advice(string steps, string rest, string path, string advice)
    {
        steps = steps.Replace("V", "{ \"signal\": \"viewed\" }", StringComparison.Ordinal);
        rest = rest.Replace("W", "\"within\": \"2h\"", StringComparison.Ordinal).Replace("C", "\"completed\": { \"within\": \"7d\" }", StringComparison.Ordinal);
        var fault = CatalogText.Faults(SmallCatalog.WithCondition($$"""{ "sequence": {{steps}}{{(rest.Length == 0 ? "" : ", ")}}{{rest}} }"""))[0];
        fault.Path.ShouldBe(When + path);
        fault.Message.ShouldContain(advice);
    }

    [Fact]
    public void Read_more_sequences_than_profiles_keep_is_a_fault()
    {
        const string one = """{ "sequence": [{ "signal": "viewed" }, { "signal": "bought" }], "within": "2h", "completed": { "within": "7d" } }""";
        var many = string.Join(", ", Enumerable.Repeat(one, CatalogLimits.Sequences));
        SmallCatalog.Condition($$"""{ "any": [{{many}}] }""").ShouldNotBeNull();
        CatalogText.Faults(SmallCatalog.WithCondition($$"""{ "any": [{{many}}, {{one}}] }""")).ShouldHaveSingleItem().Message.ShouldContain("there are 101 sequences");
    }

    [Theory]
    [InlineData("[V, M]", "")]
    [InlineData("[V, V]", ", \"without\": M")]
    public void Read_sequence_of_equal_values_refuses_what_counts_another_value_once(string steps, string without)
    {
        var faults = CatalogText.Faults(Text("price"));
        faults.ShouldHaveSingleItem().Message.ShouldContain("\"once\" counts each \"topic\" once, so \"price\" can not be what is equal");
        CatalogText.Sound(Text("topic"));

        string Text(string equal) => SmallCatalog.With(
            ("measures", """{ "once": { "signal": "viewed", "distinct": "topic" } }"""),
            ("segments", $$"""{ "s": { "when": { "sequence": {{steps}}{{without}}, "equal": "{{equal}}", "within": "2h", "completed": { "within": "7d" } } } }"""
                .Replace("V", "{ \"signal\": \"viewed\" }", StringComparison.Ordinal).Replace("M", "{ \"measure\": \"once\" }", StringComparison.Ordinal)));
    }

    [Fact]
    public void Read_more_patterns_than_profiles_keep_is_a_fault_and_equal_ones_are_one()
    {
        var many = string.Join(", ", Enumerable.Range(1, CatalogLimits.Patterns - 1).Select(of => Regularly(of)).Append(Regularly(9, atLeast: 5)));
        const string again = """{ "signal": "viewed", "restarted": { "after": "60d", "within": "14d" } }""";
        SmallCatalog.Condition($$"""{ "any": [{{many}}, {{again}}, {{again}}] }""").ShouldNotBeNull();
        var fault = CatalogText.Faults(SmallCatalog.WithCondition($$"""{ "any": [{{many}}, {{again}}, {{Regularly(200)}}] }""")).ShouldHaveSingleItem();
        fault.Message.ShouldContain("there are 101 different patterns");

        static string Regularly(int of, int atLeast = 1) => $$"""{ "signal": "viewed", "regularly": { "atLeast": {{atLeast}}, "of": {{of}}, "every": "1d" } }""";
    }

    [Theory]
    [InlineData("""{ "trait": "age" }""", "", "say how the trait is tested")]
    [InlineData("""{ "trait": "", "is": 5 }""", ".trait", "not empty")]
    [InlineData("""{ "trait": "age", "is": "5" }""", ".is", "write a number")]
    [InlineData("""{ "trait": "age", "startsWith": "5" }""", ".startsWith", "declared as number")]
    [InlineData("""{ "trait": "age", "olderThan": "5d" }""", ".olderThan", "declare it as date")]
    [InlineData("""{ "trait": "age", "anniversary": { "next": "5d" } }""", ".anniversary", "declare it as date")]
    [InlineData("""{ "trait": "city", "before": "2026-01-31" }""", ".before", "declare it as date")]
    [InlineData("""{ "trait": "born", "before": "tomorrow" }""", ".before", "no date and no time")]
    [InlineData("""{ "trait": "born", "within": { } }""", ".within", "needs next or last")]
    [InlineData("""{ "trait": "born", "within": { "next": "7d", "last": "7d" } }""", ".within", "join two with \"any\"")]
    [InlineData("""{ "trait": "born", "within": { "nxt": "7d" } }""", ".within.nxt", "did you mean \"next\"?")]
    [InlineData("""{ "trait": "born", "within": { "next": "P1M" } }""", ".within.next", "a duration such as")]
    [InlineData("""{ "trait": "born", "within": { "next": "7d" }, "olderThan": "1d" }""", ".olderThan", "join several")]
    [InlineData("""{ "trait": "born", "anniversary": { "next": "7d" }, "within": "1d" }""", ".within", "join several")]
    [InlineData("""{ "trait": "born", "anniversary": "7d" }""", ".anniversary", "as an object")]
    [InlineData("""{ "trait": "born", "anniversary": { "next": "361d" } }""", ".anniversary.next", "at most 360d")]
    [InlineData("""{ "trait": "vip", "above": 5 }""", ".above", "declared as boolean")]
    [InlineData("""{ "trait": "born", "above": 5 }""", ".above", "within or olderThan")]
    [InlineData("""{ "trait": "likes", "startsWith": "c" }""", ".startsWith", "declared as list")]
    [InlineData("""{ "trait": "city", "is": null }""", ".is", "\"exists\": false")]
    [InlineData("""{ "trait": "city", "is": {} }""", ".is", "text, a number")]
    [InlineData("""{ "trait": "city", "in": [] }""", ".in", "1 to 1000 values")]
    [InlineData("""{ "trait": "city", "in": "Rome" }""", ".in", "as a list")]
    [InlineData("""{ "trait": "city", "in": ["Rome", 5] }""", ".in[1]", "write text")]
    [InlineData("""{ "trait": "city", "exists": 1 }""", ".exists", "true or false")]
    [InlineData("""{ "trait": "city", "startsWith": "" }""", ".startsWith", "empty text")]
    [InlineData("""{ "trait": "city", "matches": "(" }""", ".matches", "not a regular expression")]
    [InlineData("""{ "trait": "city", "matches": "a)(b" }""", ".matches", "not a regular expression")]
    [InlineData("""{ "trait": "city", "matches": "(?=a)b" }""", ".matches", "backtracking")]
    [InlineData("""{ "trait": "city", "matches": "(a)\\1" }""", ".matches", "backtracking")]
    [InlineData("""{ "trait": "city", "matches": "((a{500}){500}){500}" }""", ".matches", "repeats too much")]
    [InlineData("""{ "trait": "city", "matches": "(.*a){400}" }""", ".matches", "repeats too much")]
    [InlineData("""{ "trait": "city", "matches": ".*a.{1900}" }""", ".matches", "repeats too much")]
    [InlineData("""{ "trait": "city", "matches": "(a|b|ab){660}" }""", ".matches", "repeats too much")]
    [InlineData("""{ "trait": "city", "equals": "Rome" }""", ".equals", "no operator of this name")]
    [InlineData("""{ "score": "intent" }""", "", "say how the score is compared")]
    [InlineData("""{ "score": "intend", "above": 5 }""", ".score", "did you mean \"intent\"?")]
    [InlineData("""{ "score": "intent", "above": 101 }""", ".above", "from 0 to 100")]
    [InlineData("""{ "score": "intent", "contains": "5" }""", ".contains", "a score is compared by")]
    [InlineData("""{ "segment": "x", "is": true }""", ".segment", "no segment of this name")]
    [InlineData("""{ "segment": "s2", "is": true, "isNot": true }""", ".isNot", "no property of this name")]
    public void Read_faulty_test_names_path_and_advice(string condition, string path, string advice)
    {
        var json = SmallCatalog.With(("segments", $$"""{ "s": { "when": {{condition}} }, "s2": { "when": { "all": [] } } }"""));
        var fault = CatalogText.Faults(json).ShouldHaveSingleItem();
        fault.Path.ShouldBe(When + path);
        fault.Message.ShouldContain(advice);
    }

    [Theory]
    [InlineData("""{ "trait": "whatever.you.send", "is": 5 }""")]
    [InlineData("""{ "trait": "Undeclared Trait", "contains": "x" }""")]
    [InlineData("""{ "trait": "born", "olderThan": "10d", "exists": true }""")]
    [InlineData("""{ "trait": "born", "after": "1980-01-01", "before": "1990-01-01T12:00:00Z", "anniversary": { "last": "1d" } }""")]
    [InlineData("""{ "trait": "undeclared", "within": { "next": "360d" } }""")]
    [InlineData("""{ "trait": "born", "within": { "last": "7d" }, "olderThan": "1d" }""")]
    [InlineData("""{ "trait": "likes", "is": ["a", 1, true] }""")]
    [InlineData("""{ "trait": "age", "atLeast": 18, "below": 30 }""")]
    [InlineData("""{ "signal": "no_purchase", "count": { "atLeast": 1 } }""")]
    [InlineData("""{ "trait": "mail", "matches": "[A-Za-z0-9._%+-]+@([a-z0-9-]{1,63}\\.)+[a-z]{2,10}" }""")]
    [InlineData("""{ "trait": "id", "matches": "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}" }""")]
    [InlineData("""{ "signal": "no_purchase", "regularly": { "atLeast": 3, "of": 3, "every": "month" } }""")]
    [InlineData("""{ "signal": "viewed", "restarted": { "after": "1h", "within": "365h" } }""")]
    [InlineData("""{ "measure": "viewed", "count": { "is": 0 }, "during": { "from": "2000-07-15", "to": "2001-01-15T00:00:00Z" } }""")]
    [InlineData("""{ "signal": "viewed", "where": { "undeclared": { "matches": "[a-z]{1,63}\\.[a-z]{2,10}" } }, "firstSeen": { "within": "P1DT12H", "olderThan": "2w" } }""")]
    public void Read_sound_condition_is_accepted(string condition) => SmallCatalog.Condition(condition).ShouldNotBeNull();

    [Fact]
    public void Read_names_everything_that_a_habit_lacks() =>
        CatalogText.Faults(SmallCatalog.WithCondition("""{ "signal": "viewed", "regularly": {} }""")).Select(fault => fault.Path)
            .ShouldBe([When + ".regularly.of", When + ".regularly.atLeast", When + ".regularly.every"]);

    [Fact]
    public void Read_conditions_nested_too_deep_is_a_fault()
    {
        var condition = """{ "all": [] }""";
        for (var depth = 0; depth < CatalogLimits.ConditionDepth; depth++)
        {
            condition = $$"""{ "not": {{condition}} }""";
        }

        SmallCatalog.Condition(condition).ShouldNotBeNull();
        CatalogText.Faults(SmallCatalog.WithCondition($$"""{ "not": {{condition}} }""")).ShouldHaveSingleItem().Message.ShouldContain("nested deeper");
    }

    [Fact]
    public void ConditionReader_checks_names_against_the_catalog_and_begins_paths_with_the_given_one()
    {
        var catalog = CatalogText.Sound(SmallCatalog.With());
        var faults = new FaultList();
        using var sound = JsonDocument.Parse("""{ "measure": "cheap_views", "count": { "atLeast": 2 } }""");
        using var faulty = JsonDocument.Parse("""{ "measure": "cheap", "count": { "atLeast": 2 } }""");
        ConditionReader.Read(new Node(sound.RootElement, "$.contents[0].when", faults), catalog).ShouldBeOfType<ConditionDocument.Count>();
        faults.Listed.ShouldBeEmpty();
        ConditionReader.Read(new Node(faulty.RootElement, "$.contents[1].when", faults), catalog).ShouldBeNull();
        faults.Listed.ShouldHaveSingleItem().Path.ShouldBe("$.contents[1].when.measure");
        ConditionReader.Read(new Node(sound.RootElement, "$.contents[2].when", faults), catalog).ShouldNotBeNull();
    }

    [Fact]
    public void ConditionReader_without_a_value_is_a_fault()
    {
        var faults = new FaultList();
        ConditionReader.Read(new Node(default, "$.when", faults), CatalogText.Sound(SmallCatalog.With())).ShouldBeNull();
        faults.Listed.ShouldHaveSingleItem().Path.ShouldBe("$.when");
    }

    private static void One(string condition, string path, string advice)
    {
        var fault = CatalogText.Faults(SmallCatalog.WithCondition(condition)).ShouldHaveSingleItem();
        fault.Path.ShouldBe(When + path);
        fault.Message.ShouldContain(advice);
    }
}
