using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Decisions;

/// <summary>What a request to decide may cost: others wait while a profile decides, so the grid is not even asked for too much.</summary>
public sealed class DecisionBoundsTests
{
    private const string Small = """{"trait":"plan","matches":"pro.*"}""";
    private const string Always = """{"when":{"all":[]}}""";
    private const string Dear = """{"trait":"plan","matches":".*a.{400}"}""";

    [Fact]
    public async Task Request_at_the_bounds_is_decided()
    {
        await using var host = await GatewayHost.StartAsync();

        (await DecideAsync(host, Contents(50, $$""" "when":{{Small}} """))).Status.ShouldBe(200);
        (await DecideAsync(host, Contents(1, $$""" "filters":[{{Repeat(10_000, Always)}}] """))).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(51, $$""" "when":{{Small}} """, "51 regular expressions; at most 50")]
    [InlineData(51, $$""" "filters": [ { "when": { "any": [ { "not": {{Small}} } ] } } ] """, "51 regular expressions; at most 50")]
    [InlineData(51, """ "when":{"signal":"product_viewed","where":{"sku":{"matches":"a"}},"count":{"atLeast":1}} """, "51 regular expressions; at most 50")]
    [InlineData(3, $$""" "when":{{Dear}} """, "together repeat too much")]
    [InlineData(100, """ "filters":[HUNDRED_FILTERS],"when":{"all":[]} """, "10100 conditions; at most 10000")]
    [InlineData(101, """ "interests":[HUNDRED] """, "10100 interests; at most 10000")]
    [InlineData(101, """ "scoreWeights":{HUNDRED_WEIGHTS} """, "10100 weights of scores; at most 10000")]
    public async Task Request_beyond_a_bound_is_refused_before_the_grid_is_asked(int contents, string content, string message)
    {
        content = content
            .Replace("HUNDRED_FILTERS", Repeat(100, Always), StringComparison.Ordinal)
            .Replace("HUNDRED_WEIGHTS", string.Join(',', Enumerable.Range(0, 100).Select(index => $"\"s{index}\":1")), StringComparison.Ordinal)
            .Replace("HUNDRED", Repeat(100, "\"x\""), StringComparison.Ordinal);
        var asked = false;
        await using var host = await GatewayHost.StartAsync(over: grid => new InterceptedGrid(grid) { OnDecide = () => asked = true });

        var answer = await DecideAsync(host, Contents(contents, content));

        answer.ShouldBeProblem(400, "invalid_decision");
        answer.Json.GetProperty("faults").EnumerateArray().ShouldHaveSingleItem().GetProperty("message").GetString()!.ShouldContain(message);
        asked.ShouldBeFalse();
    }

    [Fact]
    public async Task Score_that_the_catalog_does_not_have_is_found_before_the_grid_is_asked()
    {
        var asked = false;
        await using var host = await GatewayHost.StartAsync(over: grid => new InterceptedGrid(grid) { OnDecide = () => asked = true });

        var answer = await DecideAsync(host, """{"contents":[{"id":"a"},{"id":"b","scoreWeights":{"absent":1}}]}""");

        answer.ShouldBeProblem(400, "invalid_decision");
        answer.Json.GetProperty("faults").EnumerateArray().ShouldHaveSingleItem().GetProperty("path").GetString().ShouldBe("$.contents[1].scoreWeights");
        asked.ShouldBeFalse();
    }

    private static Task<Answer> DecideAsync(GatewayHost host, string body) => host.PostAsync("/v1/profiles/ada/decide", body);

    private static string Contents(int count, string content)
    {
        var contents = Enumerable.Range(0, count).Select(index => $$"""{ "id": "c{{index}}", {{content}} }""");
        return $$"""{ "contents": [ {{string.Join(',', contents)}} ] }""";
    }

    private static string Repeat(int times, string json) => string.Join(',', Enumerable.Repeat(json, times));
}
