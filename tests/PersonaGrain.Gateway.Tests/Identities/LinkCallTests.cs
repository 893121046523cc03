using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Identities;

/// <summary>The tracking calls that join identities.</summary>
public sealed class LinkCallTests
{
    [Theory]
    [InlineData("alias", """{"previousId":"v1","userId":"ann"}""")]
    [InlineData("alias", """{"previousId":"anonymous:v1","userId":"ann"}""")]
    [InlineData("alias", """{"anonymousId":"v1","userId":"ann"}""")]
    [InlineData("alias", """{"previousId":"v1","anonymousId":"v1","userId":"ann"}""")]
    [InlineData("merge", """{"mergeProperties":[{"type":"anonymous_id","value":"v1"},{"type":"user_id","value":"ann"}]}""")]
    [InlineData("merge", """{"mergeProperties":[{"type":"anonymous","value":" v1"},{"type":"user","value":"ann"}]}""")]
    public async Task Call_makes_a_visitor_and_a_user_one_person_and_again_changes_nothing(string call, string json)
    {
        await using var host = await PeopleHost.StartAsync();
        await host.TakeAsync("page", """{"anonymousId":"v1","messageId":"1"}""");
        await host.TakeAsync("page", """{"userId":"ann","messageId":"2"}""");

        await host.TakeAsync(call, json);
        await host.TakeAsync(call, json);

        (await host.SignalsAsync("ann")).ShouldBe(2);
        (await host.SignalsAsync("anonymous:v1")).ShouldBe(2);
    }

    [Fact]
    public async Task Alias_of_a_known_user_joins_that_user()
    {
        await using var host = await PeopleHost.StartAsync();
        await host.TakeAsync("page", """{"userId":"old","messageId":"1"}""");
        await host.TakeAsync("page", """{"userId":"new","messageId":"2"}""");

        await host.TakeAsync("alias", """{"previousId":"old","userId":"new"}""");

        (await host.SignalsAsync("user:old")).ShouldBe(2);
        (await host.SignalsAsync("anonymous:old")).ShouldBeNull();
    }

    [Theory]
    [InlineData("alias", """{"previousId":"v1"}""", 400, "missing_id", "userId")]
    [InlineData("alias", """{"userId":"ann"}""", 400, "missing_id", "previousId")]
    [InlineData("alias", """{"userId":"ann","previousId":"null"}""", 400, "blocked_id", "previousId")]
    [InlineData("alias", """{"userId":"undefined","previousId":"v1"}""", 400, "blocked_id", "userId")]
    [InlineData("alias", """{"userId":"ann","previousId":"user:ann"}""", 422, "same_identity", "previousId")]
    [InlineData("merge", """{"mergeProperties":[{"type":"user_id","value":"ann"},{"type":"user","value":"ann"}]}""", 422, "same_identity", "mergeProperties")]
    [InlineData("merge", """{"mergeProperties":[{"type":"user_id","value":"ann"}]}""", 400, "invalid_merge", "mergeProperties")]
    [InlineData("merge", """{"mergeProperties":[{"type":"user_id","value":"ann"},{"type":"email"}]}""", 400, "invalid_merge", "mergeProperties")]
    [InlineData("merge", """{"mergeProperties":{}}""", 400, "invalid_merge", "mergeProperties")]
    [InlineData("merge", """{"mergeProperties":[{"type":"user_id","value":"ann"},{"type":"anonymous_id","value":"0"}]}""", 400, "blocked_id", "mergeProperties")]
    [InlineData("merge", """{"mergeProperties":[{"type":"user_id","value":"ann"},{"type":"emial","value":"a@b.c"}]}""", 400, "unknown_identity_kind", "mergeProperties")]
    public async Task Call_that_can_join_nobody_is_refused_and_changes_nothing(string call, string json, int status, string reason, string field)
    {
        await using var host = await PeopleHost.StartAsync();
        await host.TakeAsync("page", """{"userId":"ann","messageId":"1"}""");

        var answer = await host.PostAsync("/v1/" + call, json);

        answer.ShouldBeProblem(status, reason);
        answer.Json.GetProperty("field").GetString().ShouldBe(field);
        (await host.GetAsync("/v1/profiles/ann/identities")).Json.GetProperty("identities").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task Batch_joins_before_it_takes_its_signals_and_names_what_it_could_not_join()
    {
        await using var host = await PeopleHost.StartAsync();

        var answer = await host.PostAsync("/v1/batch", """
            {"batch":[{"type":"page","anonymousId":"v1","messageId":"1"},{"type":"alias","previousId":"v1","userId":"ann"},
              {"type":"alias","previousId":"user:ann","userId":"ann"},{"type":"page","userId":"ann","messageId":"2"}]}
            """);

        (answer.Status, answer.Json.GetProperty("accepted").GetInt32()).ShouldBe((200, 3));
        var rejected = answer.Json.GetProperty("rejected").EnumerateArray().Single();
        (rejected.GetProperty("index").GetInt32(), rejected.GetProperty("reason").GetString()).ShouldBe((2, "same_identity"));
        (await host.SignalsAsync("v1")).ShouldBe(2);
    }

    [Fact]
    public async Task Ring_of_aliases_is_one_person()
    {
        await using var host = await PeopleHost.StartAsync();

        await host.TakeAsync("alias", """{"previousId":"anonymous:a","userId":"ann"}""");
        await host.TakeAsync("merge", """{"mergeProperties":[{"type":"anonymous","value":"a"},{"type":"anonymous","value":"b"}]}""");
        await host.TakeAsync("alias", """{"previousId":"anonymous:b","userId":"ann"}""");
        await host.TakeAsync("page", """{"anonymousId":"b","messageId":"1"}""");

        (await host.GetAsync("/v1/profiles/ann/identities")).Json.GetProperty("identities").EnumerateArray()
            .Select(static one => one.GetProperty("identity").GetString()).ShouldBe(["ann", "anonymous:a", "anonymous:b"]);
    }
}
