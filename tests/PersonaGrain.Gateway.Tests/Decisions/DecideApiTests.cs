using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Decisions;

public sealed class DecideApiTests
{
    private const string Older25 = """{"when":{"trait":"age","above":25}}""";
    private const string Older35 = """{"when":{"trait":"age","above":35}}""";

    private const string Contents = $$"""
        "contents": [
          {"id":"tennis","interests":["tennis"]},
          {"id":"cars","interests":["cars"]},
          {"id":"fishing","interests":["fishing"],"filters":[{{Older25}}]},
          {"id":"football","interests":["football"],"filters":[{{Older25}},{{Older35}}]},
          {"id":"cars-and-football","interests":["cars","football"]},
          {"id":"custom","interests":["fishing"],"filters":[{"when":{"trait":"age","above":25},"points":100}]},
          {"id":"tennis-grown-up","interests":["tennis"],"filters":[{{Older25}},{{Older35}}]},
          {"id":"everything","interests":["cars","football"],"filters":[{{Older25}}]}
        ]
        """;

    [Fact]
    public async Task Contents_are_ranked_and_every_part_is_named()
    {
        await using var host = await StartAsync();

        var answer = await host.PostAsync("/v1/profiles/ada/decide", $$"""{ {{Contents}}, "threshold": 25 }""");

        answer.Status.ShouldBe(200, answer.Text);
        var ranked = answer.Json.GetProperty("ranked").EnumerateArray().ToArray();
        ranked.Select(content => content.GetProperty("score").GetDouble()).ShouldBe([120, 91, 90, 50, 41, 31, 30]);
        ranked[0].GetProperty("id").GetString().ShouldBe("custom");
        ranked[0].GetProperty("reasons").EnumerateArray().Sum(reason => reason.GetProperty("points").GetDouble()).ShouldBe(120);
        answer.Json.GetProperty("dropped").EnumerateArray().Select(content => content.GetProperty("id").GetString()).ShouldBe(["fishing"]);
        answer.Json.GetProperty("inControlGroup").GetBoolean().ShouldBeFalse();
        answer.Json.GetProperty("usedFallback").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Unknown_profile_gets_nothing_or_the_fallback()
    {
        await using var host = await StartAsync();

        var nothing = await host.PostAsync("/v1/profiles/nobody/decide", $$"""{ {{Contents}}, "threshold": 25 }""");
        var fallback = await host.PostAsync("/v1/profiles/nobody/decide", $$"""{ {{Contents}}, "threshold": 25, "fallback": "cars" }""");

        nothing.Json.GetProperty("ranked").GetArrayLength().ShouldBe(0);
        Ids(fallback).ShouldBe(["cars"]);
        fallback.Json.GetProperty("usedFallback").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Control_group_sees_the_order_of_the_request()
    {
        await using var host = await StartAsync();

        var answer = await host.PostAsync("/v1/profiles/ada/decide", $$"""{ {{Contents}}, "threshold": 25, "control": {"name":"spring","percentage":100} }""");

        answer.Json.GetProperty("inControlGroup").GetBoolean().ShouldBeTrue();
        Ids(answer).ShouldBe(["tennis", "cars", "fishing", "football", "cars-and-football", "custom", "tennis-grown-up", "everything"]);
    }

    [Fact]
    public async Task Faults_of_a_request_are_all_named_with_their_paths()
    {
        await using var host = await StartAsync();

        var answer = await host.PostAsync("/v1/profiles/ada/decide", """
            { "contents": [ {"id":"a","when":{"trait":"age","abov":1}}, {"id":"a"}, {"interests":"cars"}, 7, {"id":"b","filters":[{}],"scoreWeights":{"x":"y"}} ],
              "threshold": "high", "control": {"percentage":101}, "treshold": 1 }
            """);

        answer.ShouldBeProblem(400, "invalid_decision");
        var paths = answer.Json.GetProperty("faults").EnumerateArray().Select(fault => fault.GetProperty("path").GetString()!).ToList();
        paths.ShouldContain(path => path.StartsWith("$.contents[0].when", StringComparison.Ordinal));
        foreach (var path in new[]
                 {
                     "$.contents[1].id", "$.contents[2].id", "$.contents[2].interests", "$.contents[3]", "$.contents[4].filters[0].when",
                     "$.contents[4].scoreWeights.x", "$.threshold", "$.control.name", "$.control.percentage", "$.treshold",
                 })
        {
            paths.ShouldContain(path);
        }
    }

    [Fact]
    public async Task Field_that_is_misspelt_or_stands_twice_is_a_fault_with_advice()
    {
        await using var host = await StartAsync();

        var answer = await host.PostAsync("/v1/profiles/ada/decide", """{ "contents": [ {"id":"a","bsae":1,"id":"b"} ], "treshold": 1 }""");

        answer.ShouldBeProblem(400, "invalid_decision");
        string Message(string path) => answer.Json.GetProperty("faults").EnumerateArray()
            .Single(fault => fault.GetProperty("path").GetString() == path).GetProperty("message").GetString()!;
        Message("$.treshold").ShouldContain("did you mean \"threshold\"?");
        Message("$.contents[0].bsae").ShouldContain("did you mean \"base\"?");
        Message("$.contents[0].id").ShouldContain("stands twice");
    }

    [Fact]
    public async Task Null_is_the_same_as_nothing()
    {
        await using var host = await StartAsync();

        var answer = await host.PostAsync("/v1/profiles/ada/decide", """
            { "contents": [ {"id":"a","when":null,"interests":null,"filters":null,"scoreWeights":null,"base":null} ],
              "threshold": null, "fallback": null, "control": null, "interestTrait": null }
            """);

        answer.Status.ShouldBe(200, answer.Text);
        Ids(answer).ShouldBe(["a"]);
    }

    [Theory]
    [InlineData("", "empty_body")]
    [InlineData("nonsense", "invalid_json")]
    [InlineData("[]", "invalid_decision")]
    [InlineData("{}", "invalid_decision")]
    [InlineData("""{"contents":[{"id":"\ud800"}]}""", "invalid_text")]
    [InlineData("""{"contents":[{"id":"a","scoreWeights":{"absent":1}}]}""", "invalid_decision")]
    public async Task Fault_is_a_problem(string body, string reason)
    {
        await using var host = await StartAsync();

        (await host.PostAsync("/v1/profiles/ada/decide", body)).ShouldBeProblem(400, reason);
    }

    [Fact]
    public async Task Points_beyond_what_a_number_can_hold_are_answered()
    {
        await using var host = await StartAsync();

        var answer = await host.PostAsync("/v1/profiles/ada/decide", """
            { "contents": [ {"id":"a","base":1e308,"filters":[{"when":{"all":[]},"points":1e308},{"when":{"all":[]},"points":1e308}]} ] }
            """);

        answer.Status.ShouldBe(200, answer.Text);
    }

    private static IEnumerable<string?> Ids(Answer answer) =>
        answer.Json.GetProperty("ranked").EnumerateArray().Select(content => content.GetProperty("id").GetString());

    private static async Task<GatewayHost> StartAsync()
    {
        var host = await GatewayHost.StartAsync();
        await host.SignalAsync("""
            {"id":"1","profile":"ada","type":"identified","time":"2026-03-01T12:00:00Z","traits":{"age":30,"interests":{"cars":50,"football":40,"tennis":30,"fishing":20}}}
            """.Trim());
        return host;
    }
}
