using System.Text;
using System.Text.Json;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Plans;

public sealed class PlanLearnTests
{
    [Fact]
    public async Task Plan_of_signals_and_calls_is_a_catalog_that_says_what_was_seen()
    {
        string[] lines =
        [
            .. Enumerable.Range(0, 8).Select(static index =>
                $$"""{"id":"{{index}}","profile":"p{{index}}","type":"order_completed","time":"2026-01-0{{index + 1}}T00:00:00Z","attributes":{"revenue":{{index * 2.5}},"plan":"{{(index % 2 == 0 ? "pro" : "free")}}","paid":true,"due":"2026-02-01","products":[{"sku":"a{{index}}","price":3},{"sku":"b"}]{{(index < 4 ? ",\"note\":" + index : ",\"note\":\"n\"")}} } }"""),
            """{"type":"identify","userId":"ada","messageId":"i1","timestamp":"2026-01-03T00:00:00Z","traits":{"email":"ada@example.org","age":30}}""",
            """{"batch":[{"type":"track","event":"Page Liked","userId":"ada","messageId":"t1"},{"type":"alias","previousId":"a","userId":"b"},{"type":"track"}]}""",
            """{"id":"n","profile":"p","type":"Not A Word","time":"2026-01-03T00:00:00Z"}""",
            "{",
        ];
        using var folder = new TemporaryFolder();
        var (file, plan) = (Path.Combine(folder.Path, "shop-traffic.jsonl"), Path.Combine(folder.Path, "plan.json"));
        await File.WriteAllLinesAsync(file, lines);

        var run = await PersonaRun.DoneAsync("plan", "learn", file, "--output", plan);

        run.Output.ShouldContain("order_completed");
        run.Error.ShouldContain("2 are no signal or call and were left out");
        (await PersonaRun.DoneAsync("catalog", "validate", plan)).Output.ShouldContain("shop_traffic version 1: 3 signals");
        var text = await File.ReadAllTextAsync(plan);
        string[] expected =
        [
            "\"revenue\": \"number\" // 100% have it; 0 to 17.5", "\"plan\": \"string\", // 100% have it; one of \"free\", \"pro\"", "\"paid\": \"boolean\",", "\"due\": \"date\",",
            "\"products.price\": \"number\",", "\"note\": \"string\", // 100% have it", "\"value\": \"revenue\"", "\"category\": \"transactional\"", "\"category\": \"preference\"",
            "write \"outcome\": \"order_completed\"", "\"email\": { \"type\": \"string\", \"format\": \"email\" } // 100% have it; email", "\"Not A Word\" came 1 times",
        ];
        expected.ShouldAllBe(part => text.Contains(part, StringComparison.Ordinal), text);
        (await PersonaRun.OfAsync("plan", "learn", file, "--output", plan)).ExitCode.ShouldBe(3);
        var piped = await PersonaRun.WithInputAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)), "plan", "learn", "-");
        piped.Output.ShouldStartWith("// Learned from 11 signals");
        (await PersonaRun.WithInputAsync("""{"id":"a","profile":"0","type":"viewed","time":"2026-01-03T00:00:00Z"}"""u8.ToArray(), "plan", "learn", "-")).Error.ShouldContain("stands for nobody");
        var json = (await PersonaRun.DoneAsync("plan", "learn", file, "--json")).Json;
        (json.GetProperty("signals").GetInt64(), json.GetProperty("rejected").GetInt64(), json.GetProperty("types").GetArrayLength()).ShouldBe((11, 2, 4));
    }

    [SharedDataFact("otto_events/otto_sessions_20.jsonl", "segment_spec_events/spec_payloads.jsonl", "rees46_sample/2019-Oct-first1000.csv")]
    public async Task Real_traffic_gives_sound_plans()
    {
        using var folder = new TemporaryFolder();
        var otto = Lines("otto_events/otto_sessions_20.jsonl").SelectMany(static session => session.GetProperty("events").EnumerateArray().Select((each, index) =>
            $$"""{"id":"{{session.GetProperty("session")}}-{{index}}","profile":"session-{{session.GetProperty("session")}}","type":"{{each.GetProperty("type").GetString()}}","time":{{each.GetProperty("ts")}},"attributes":{"aid":{{each.GetProperty("aid")}}} }"""));
        var types = (await LearnAsync(folder, "otto", otto)).GetProperty("types").EnumerateArray();
        types.Select(static type => $"{type.GetProperty("type").GetString()} {type.GetProperty("signals")} {type.GetProperty("mayBeOutcome")}").ShouldBe(["clicks 800 False", "carts 52 False", "orders 10 True"]);

        var spec = (await LearnAsync(folder, "spec", Lines("segment_spec_events/spec_payloads.jsonl").Select(static line => line.GetProperty("payload").GetRawText()))).GetProperty("types");
        string[] known = ["identified 15 demographic False", "song_played 6 behavioral False", "signed_up 1 demographic True", "violation_generated 1 behavioral False"];
        spec.EnumerateArray().Select(static type => $"{type.GetProperty("type").GetString()} {type.GetProperty("signals")} {type.GetProperty("category").GetString()} {type.GetProperty("mayBeOutcome")}")
            .Intersect(known).ShouldBe(known, ignoreOrder: true);

        var table = Repository.SharedData("rees46_sample/2019-Oct-first1000.csv");
        var plan = Path.Combine(folder.Path, "rees46.json");
        await PersonaRun.DoneAsync("plan", "learn", table, "--mapping", Path.Combine(Repository.Root, "silo-config", "mappings", "rees46.json"), "--output", plan);
        await PersonaRun.DoneAsync("catalog", "validate", plan);
    }

    private static async Task<JsonElement> LearnAsync(TemporaryFolder folder, string name, IEnumerable<string> lines)
    {
        var (file, plan) = (Path.Combine(folder.Path, name + ".jsonl"), Path.Combine(folder.Path, name + ".json"));
        await File.WriteAllLinesAsync(file, lines);
        var run = await PersonaRun.DoneAsync("plan", "learn", file, "--output", plan, "--json");
        await PersonaRun.DoneAsync("catalog", "validate", plan);
        return run.Json;
    }

    private static IEnumerable<JsonElement> Lines(string file) => File.ReadLines(Repository.SharedData(file)).Select(static line => JsonDocument.Parse(line).RootElement);
}
