using System.Text;
using System.Text.Json;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Tracking;

/// <summary>One odd field loses nothing but itself: the event counts, and the answer says what became of the field.</summary>
public sealed class OddFieldTests
{
    [Theory]
    [InlineData("track", """{"userId":"ada","event":"x","properties":[],"context":[],"traits":[],"integrations":[]}""")]
    [InlineData("identify", """{"userId":"ada","traits":[],"context":{"traits":[]}}""")]
    [InlineData("track", """{"userId":"ada","event":"x","integrations":{"a":1e400,"b":"\ud800"}}""")]
    [InlineData("page", """{"userId":" ada ","name":7,"messageId":7,"timestamp":1772366400}""")]
    public async Task What_loses_nothing_is_taken_without_a_word(string call, string body)
    {
        await using var host = await GatewayHost.StartAsync();

        (await host.PostAsync("/v1/" + call, body)).Text.ShouldBe("""{"success":true}""");
        (await host.GetAsync("/v1/profiles/ada")).Json.GetProperty("signals").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("track", """ "event":"x","properties":{"a":1e400,"b":1} """, "properties.a not_finite")]
    [InlineData("track", """ "event":"x","properties":"none" """, "properties wrong_type")]
    [InlineData("track", """ "event":"x","properties":{"":1} """, "properties invalid_name")]
    [InlineData("track", """ "event":"x","properties":{"id":123456789012345678901} """, "properties.id number_kept_as_text")]
    [InlineData("track", """ "event":"x","context":{"ip":"\ud800"} """, "context.ip invalid_text")]
    [InlineData("track", """ "event":"x","timestamp":"soon" """, "timestamp invalid_time")]
    [InlineData("track", """ "event":"x","timestamp":"0001-01-01T00:00:00Z" """, "timestamp time_out_of_range")]
    [InlineData("track", """ "event":"x","timestamp":"2026-03-01T11:00:00Z","sentAt":{} """, "sentAt wrong_type|sentAt invalid_time")]
    [InlineData("track", """ "event":"x","messageId":{} """, "messageId wrong_type")]
    [InlineData("page", """ "name":{} """, "name wrong_type")]
    [InlineData("group", """ "groupId":[1] """, "groupId wrong_type")]
    [InlineData("identify", """ "traits":{"a":"\u0000"} """, "traits.a invalid_text")]
    public async Task Odd_field_is_noted_in_the_senders_words(string call, string fields, string expected)
    {
        await using var host = await GatewayHost.StartAsync();

        var answer = await host.PostAsync("/v1/" + call, $$"""{"userId":"ada",{{fields}}}""");

        answer.Status.ShouldBe(200, answer.Text);
        expected.Split('|').ShouldContain(Notes(answer).ShouldHaveSingleItem()[2..]);
        (await host.GetAsync("/v1/profiles/ada")).Json.GetProperty("signals").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("\"undefined\"")]
    [InlineData("\"0\"")]
    [InlineData("\"Anonymous\"")]
    [InlineData("\" NULL \"")]
    [InlineData("\"None\"")]
    [InlineData("\"NaN\"")]
    [InlineData("\"[object Object]\"")]
    [InlineData("0")]
    public async Task User_that_is_nobody_counts_for_the_anonymousId_and_for_nobody_without_one(string userId)
    {
        await using var host = await GatewayHost.StartAsync();

        var taken = await host.PostAsync("/v1/track", $$"""{"userId":{{userId}},"anonymousId":"visitor","event":"x"}""");

        Notes(taken).ShouldBe(["0 userId blocked_id"]);
        (await host.GetAsync("/v1/profiles/visitor")).Json.GetProperty("signals").GetInt32().ShouldBe(1);
        (await host.PostAsync("/v1/track", $$"""{"userId":{{userId}},"event":"x"}""")).ShouldBeProblem(400, "blocked_id");
    }

    [Fact]
    public async Task Blocked_ids_are_those_of_the_options()
    {
        var options = new GatewayOptions { BlockedIds = { Add = { "kiosk" }, Remove = { "None" } } };
        await using var host = await GatewayHost.StartAsync(options: options);

        (await host.PostAsync("/v1/page", """{"userId":"Kiosk"}""")).ShouldBeProblem(400, "blocked_id");
        (await host.PostAsync("/v1/page", """{"userId":"none"}""")).Status.ShouldBe(200);
        (await host.PostAsync("/v1/signals", Native("kiosk"))).ShouldBeProblem(400, "blocked_id");
        (await host.PostAsync("/v1/signals", Native("none"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Numbers_are_the_ids_that_their_digits_are()
    {
        await using var host = await GatewayHost.StartAsync();

        await host.PostAsync("/v1/identify", """{"userId":42,"messageId":7,"traits":{"age":30}}""");
        await host.PostAsync("/v1/identify", """{"userId":"42","messageId":"7","traits":{"age":31}}""");
        await host.PostAsync("/v1/group", """{"userId":42.0,"groupId":9007199254740993}""");
        await host.PostAsync("/v1/signals", Native("9007199254740993").Replace("\"9007199254740993\"", "9007199254740993", StringComparison.Ordinal));

        var profile = (await host.GetAsync("/v1/profiles/42")).Json;
        profile.GetProperty("signals").GetInt32().ShouldBe(2);
        profile.GetProperty("traits").GetProperty("group.id").GetString().ShouldBe("9007199254740993");
        (await host.GetAsync("/v1/profiles/9007199254740993")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Whole_numbers_come_back_as_they_were_sent()
    {
        await using var host = await GatewayHost.StartAsync();

        await host.PostAsync("/v1/identify", """{"userId":"ada","traits":{"crm":9007199254740993,"least":-9223372036854775808}}""");

        var traits = (await host.GetAsync("/v1/profiles/ada")).Json.GetProperty("traits");
        traits.GetProperty("crm").GetRawText().ShouldBe("9007199254740993");
        traits.GetProperty("least").GetRawText().ShouldBe("-9223372036854775808");
    }

    [Fact]
    public async Task Outside_of_a_batch_never_loses_its_events()
    {
        await using var host = await GatewayHost.StartAsync();

        var answer = await host.PostAsync("/v1/batch", """{"batch":[{"type":"page","userId":"ada"}],"context":7,"sentAt":"never"}""");
        var empty = await host.PostAsync("/v1/batch", """{"batch":[{"type":"page","userId":"ada"}],"context":[]}""");

        Notes(answer).ShouldBe(["null sentAt invalid_time", "null context wrong_type"]);
        (answer.Json.GetProperty("accepted").GetInt32(), empty.Json.GetProperty("accepted").GetInt32(), Notes(empty).Count).ShouldBe((1, 1, 0));
    }

    [Fact]
    public async Task Byte_order_mark_at_the_head_of_a_body_is_taken()
    {
        await using var host = await GatewayHost.StartAsync();

        foreach (var (path, body) in new[] { ("page", """{"userId":"ada"}"""), ("batch", """{"batch":[{"type":"page","userId":"ada"}]}"""), ("signals", Native("ada")) })
        {
            var answer = await host.SendAsync(HttpMethod.Post, "/v1/" + path, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(body)]);
            answer.Status.ShouldBe(200, answer.Text);
        }
    }

    [Fact]
    public async Task Broken_json_is_refused_with_its_place()
    {
        await using var host = await GatewayHost.StartAsync();

        (await host.PostAsync("/v1/track", "{\n\"userId\":\"ada\",,")).ShouldBeProblem(400, "invalid_json", "invalid json at line 2, byte 16");
    }

    [Fact]
    public async Task Object_of_traits_takes_the_place_of_the_one_before_and_null_takes_it_away()
    {
        await using var host = await GatewayHost.StartAsync();

        await host.PostAsync("/v1/identify", """{"userId":"ada","traits":{"address":{"city":"Ulm","zip":"89073"},"plan":"pro"}}""");
        await host.PostAsync("/v1/identify", """{"userId":"ada","traits":{"address":{"city":"Bonn"}}}""");
        (await Traits(host)).ShouldBe(["address.city=Bonn", "plan=pro"]);

        await host.PostAsync("/v1/identify", """{"userId":"ada","traits":{"address":null}}""");
        (await Traits(host)).ShouldBe(["plan=pro"]);
    }

    [Fact]
    public async Task New_group_takes_the_place_of_the_old_one()
    {
        await using var host = await GatewayHost.StartAsync();

        await host.PostAsync("/v1/group", """{"userId":"ada","groupId":"acme","traits":{"plan":"pro","seats":5}}""");
        await host.PostAsync("/v1/group", """{"userId":"ada","groupId":"other","traits":{"plan":"free"}}""");

        (await Traits(host)).ShouldBe(["group.id=other", "group.plan=free"]);
    }

    [Fact]
    public async Task Explicit_timestamp_beside_originalTimestamp_counts()
    {
        await using var host = await GatewayHost.StartAsync();

        await host.PostAsync("/v1/batch", """
            {"batch":[{"type":"track","userId":"ada","event":"x","originalTimestamp":"2026-03-01T12:00:00Z","timestamp":"2026-02-26T09:00:00Z",
              "sentAt":"2026-03-01T12:00:00Z"}],"sentAt":"2026-03-01T12:00:00Z"}
            """);

        (await host.GetAsync("/v1/profiles/ada")).Json.GetProperty("lastSeen").GetString().ShouldBe("2026-02-26T09:00:00Z");
    }

    [Fact]
    public async Task Sizes_beyond_the_bounds_cut_the_field_and_not_the_event()
    {
        await using var host = await GatewayHost.StartAsync();
        var list = string.Join(',', Enumerable.Repeat("1", 1_500));

        var answer = await host.PostAsync("/v1/track", $$"""
            {"userId":"ada","event":"{{new string('e', 150)}}","properties":{"text":"{{new string('x', 9_000)}}","list":[{{list}}],"{{new string('n', 300)}}":1} }
            """);

        answer.Status.ShouldBe(200, answer.Text);
        Notes(answer).Select(static note => note.Split(' ')[2]).ShouldBe(["event_cut", "text_cut", "list_cut", "invalid_name"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("Größe gewählt", "größe_gewählt")]
    [InlineData("注文完了", "注文完了")]
    public async Task Event_names_of_any_script_are_signal_types(string name, string type)
    {
        await using var host = await GatewayHost.StartAsync();

        (await host.PostAsync("/v1/track", $$"""{"userId":"ada","event":"{{name}}"}""")).Text.ShouldBe("""{"success":true}""");

        (await host.GetAsync("/v1/profiles/ada/timeline")).Json.GetProperty("signals")[0].GetProperty("type").GetString().ShouldBe(type);
    }

    [Fact]
    public async Task Refusal_of_the_catalog_names_what_the_sender_wrote()
    {
        await using var host = await GatewayHost.StartAsync(Some.Catalog(unknownSignals: "reject"));

        var answer = await host.PostAsync("/v1/track", """{"userId":"ada","event":"Never Declared"}""");

        (answer.Status, answer.Json.GetProperty("field").GetString()).ShouldBe((400, "event"));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a/b?c")]
    public async Task Profile_of_any_id_can_be_read(string id)
    {
        await using var host = await GatewayHost.StartAsync();
        await host.SignalAsync(Native(id));
        var query = "?id=" + Uri.EscapeDataString(id);

        (await host.GetAsync("/v1/profiles" + query)).Json.GetProperty("id").GetString().ShouldBe(id);
        (await host.GetAsync("/v1/scores" + query + "&explain=true")).Json.GetProperty("id").GetString().ShouldBe(id);
        (await host.GetAsync("/v1/timeline" + query + "&limit=1")).Json.GetProperty("signals").GetArrayLength().ShouldBe(1);
        (await host.GetAsync("/v1/profiles?id=nobody")).ShouldBeProblem(404, "unknown_profile");
        (await host.GetAsync("/v1/profiles")).ShouldBeProblem(400, "invalid_parameter");
    }

    private static List<string> Notes(Answer answer) => answer.Json.TryGetProperty("notes", out var notes)
        ? [.. notes.EnumerateArray().Select(static note => $"{note.GetProperty("index").GetRawText()} {note.GetProperty("field")} {note.GetProperty("reason")}")]
        : [];

    private static async Task<List<string>> Traits(GatewayHost host) =>
    [
        .. (await host.GetAsync("/v1/profiles/ada")).Json.GetProperty("traits").EnumerateObject().Select(static trait => $"{trait.Name}={trait.Value}").Order(StringComparer.Ordinal),
    ];

    private static string Native(string profile) =>
        $$"""{"id":"1","profile":{{JsonSerializer.Serialize(profile)}},"type":"product_viewed","time":"2026-03-01T12:00:00Z"}""";
}
