using System.Text.Json;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Grid;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Segments;

public sealed class SegmentOverlapApiTests
{
    private const string Segments = """
        {
          "viewers": { "priority": 3, "when": { "signal": "product_viewed", "count": { "atLeast": 1 } } },
          "buyers":  { "priority": 2, "when": { "signal": "order_completed", "count": { "atLeast": 1 } } },
          "few":     { "priority": 1, "when": { "signal": "cart_added", "count": { "atLeast": 1 } } }
        }
        """;

    private const string Accounts = """{ "traits": { "seats": { "type": "number" } }, "segments": { "big_accounts": { "when": { "trait": "seats", "atLeast": 10 } } } }""";

    /// <summary>Of 100 people 40 order, and 36 of them and all others look at products; 20 fill a cart.</summary>
    [Fact]
    public async Task Overlap_is_a_matrix_of_counts_shares_jaccard_and_lift_and_a_fault_is_a_problem()
    {
        await using var host = await GatewayHost.StartAsync(Some.Catalog(segments: Segments, accounts: Accounts));
        await host.SignalAsync(string.Join('\n', Enumerable.Range(0, 40).Select(index => Line(index, "order_completed"))));
        await host.SignalAsync(string.Join('\n', Enumerable.Range(4, 96).Select(index => Line(index, "product_viewed"))));
        await host.SignalAsync(string.Join('\n', Enumerable.Range(0, 20).Select(index => Line(index, "cart_added"))));
        await host.Grid.SettleAsync(CancellationToken.None);
        var early = await host.GetAsync("/v1/segments/overlap");
        await host.AdvanceAsync(TimeSpan.FromMinutes(20));

        var all = (await host.GetAsync("/v1/segments/overlap")).Json;
        (all.GetProperty("of").GetString(), all.GetProperty("people").GetInt64(), all.GetProperty("others").GetArrayLength()).ShouldBe(("people", 100, 0));
        all.GetProperty("rows").EnumerateArray().Select(row => (row.GetProperty("segment").GetString(), row.GetProperty("size").GetInt64()))
            .ShouldBe([("viewers", 96), ("buyers", 40), ("few", 20)]);
        Cell(all, 2, 2).GetRawText().ShouldBe("""{"segment":"few","both":null,"share":null,"jaccard":null,"lift":null,"low":null,"high":null}""", "fewer than 30 are told nowhere");

        var chosen = (await host.GetAsync("/v1/segments/overlap?ids=buyers,viewers")).Json;
        var cell = Cell(chosen, 0, 1);
        (cell.GetProperty("segment").GetString(), cell.GetProperty("both").GetInt64(), cell.GetProperty("share").GetDouble(), cell.GetProperty("jaccard").GetDouble()).ShouldBe(("viewers", 36, 0.9, 0.36));
        cell.GetProperty("lift").GetDouble().ShouldBe(0.36 / (0.4 * 0.96), 1e-12);
        cell.GetProperty("lift").GetDouble().ShouldBeInRange(cell.GetProperty("low").GetDouble(), cell.GetProperty("high").GetDouble());
        (Cell(chosen, 1, 0).GetProperty("share").GetDouble(), Cell(chosen, 0, 0).GetProperty("both").GetInt64()).ShouldBe((0.375, 40));
        (await host.GetAsync("/v1/segments/overlap?ids=big_accounts")).Json.GetProperty("of").GetString().ShouldBe("accounts");

        (all.GetProperty("catalog").GetInt32(), all.GetProperty("isOfFormerCatalog").GetBoolean()).ShouldBe((1, false));

        early.ShouldBeProblem(404, "no_generation");
        early.RetryAfter.ShouldNotBeNull();
        (await host.GetAsync("/v1/segments/overlap?ids=buyers,absent")).ShouldBeProblem(404, "unknown_segment");
        (await host.GetAsync("/v1/segments/overlap?ids=buyers,big_accounts")).ShouldBeProblem(400, "invalid_parameter");
        (await host.GetAsync("/v1/segments/overlap?ids=")).ShouldBeProblem(400, "invalid_parameter");
        (await host.GetAsync("/v1/segments/overlap?of=weather")).ShouldBeProblem(400, "invalid_parameter");
        (await host.GetAsync($"/v1/segments/overlap?ids={string.Join(',', Enumerable.Range(0, 51).Select(index => $"s{index}"))}")).ShouldBeProblem(400, "invalid_parameter");
    }

    [Fact]
    public async Task Segments_that_the_catalog_has_none_of_are_not_waited_for_and_a_former_catalog_is_told()
    {
        await using var host = await GatewayHost.StartAsync(Some.Catalog(segments: Segments));
        await host.SignalAsync(string.Join('\n', Enumerable.Range(0, 40).Select(index => Line(index, "order_completed"))));
        await host.AdvanceAsync(TimeSpan.FromMinutes(20));
        var none = await host.GetAsync("/v1/segments/overlap?of=accounts");

        (await host.Grid.ReplaceCatalogAsync(Some.Catalog(segments: Segments, version: 2), CancellationToken.None)).ShouldBeOfType<CatalogChange.Applied>();
        var former = (await host.GetAsync("/v1/segments/overlap?ids=buyers")).Json;

        none.ShouldBeProblem(404, "unknown_segment");
        none.RetryAfter.ShouldBeNull();
        (former.GetProperty("catalog").GetInt32(), former.GetProperty("isOfFormerCatalog").GetBoolean()).ShouldBe((1, true));
    }

    private static string Line(int index, string type) => $$"""{"id":"{{type}}","profile":"user-{{index}}","type":"{{type}}","time":"2026-03-01T11:30:00Z"}""";

    private static JsonElement Cell(JsonElement matrix, int row, int column) => matrix.GetProperty("rows")[row].GetProperty("cells")[column];
}
