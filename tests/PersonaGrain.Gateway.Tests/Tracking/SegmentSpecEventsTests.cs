using System.Text.Json;
using System.Text.Json.Nodes;
using PersonaGrain.Gateway.Tests.Hosting;
using PersonaGrain.Testing;

namespace PersonaGrain.Gateway.Tests.Tracking;

/// <summary>Every payload of the Segment spec and of SDK test suites, sent as an SDK would send it.</summary>
public sealed class SegmentSpecEventsTests
{
    private static readonly string[] Calls = ["track", "identify", "page", "screen", "group", "alias"];

    [SharedDataFact("segment_spec_events")]
    public async Task Typed_payloads_are_accepted_and_none_is_answered_with_a_server_error()
    {
        await using var host = await GatewayHost.StartAsync();
        var files = Directory.GetFiles(Repository.SharedData("segment_spec_events"), "*.jsonl");
        var (total, typed) = (0, 0);
        foreach (var line in files.SelectMany(File.ReadLines))
        {
            var payload = JsonNode.Parse(line)!["payload"]!;
            total++;
            var call = CallOf(payload);
            if (call is not null)
            {
                typed++;
                var answer = await host.PostAsync("/v1/" + call, AsSent(payload).ToJsonString());

                // An alias that names nobody joins nobody, and has nothing else that could be lost.
                answer.Status.ShouldBe(call == "alias" && payload["userId"] is null ? 400 : 200, line + answer.Text);
            }
            else
            {
                await SendEverywhereAsync(host, payload.ToJsonString());
            }
        }

        (total, typed).ShouldBe((297, 229));
    }

    // A fragment may be any part of a call: it goes to every path, also as an item of a batch.
    private static async Task SendEverywhereAsync(GatewayHost host, string json)
    {
        foreach (var call in Calls.Append("batch"))
        {
            (await host.PostAsync("/v1/" + call, json)).Status.ShouldBeLessThan(500, json);
        }

        (await host.PostAsync("/v1/batch", $$"""{"batch":[{{json}}]}""")).Status.ShouldBeLessThan(500, json);
    }

    private static string? CallOf(JsonNode payload)
    {
        if (payload is not JsonObject fields)
        {
            return null;
        }

        if (fields["batch"] is JsonArray)
        {
            return "batch";
        }

        var type = fields["type"] ?? fields["action"];
        return type?.GetValueKind() == JsonValueKind.String && Calls.Contains(type.GetValue<string>()) ? type.GetValue<string>() : null;
    }

    // The spec leaves out what every SDK adds: the anonymous id of the browser or device. An alias without previousId means that one.
    private static JsonObject AsSent(JsonNode payload)
    {
        var fields = payload.DeepClone().AsObject();
        var isAlias = CallOf(payload) == "alias" && fields["previousId"] is null;
        if ((fields["userId"] is null || isAlias) && fields["anonymousId"] is null && fields["batch"] is null)
        {
            fields["anonymousId"] = "507f191e810c19729de860ea";
        }

        return fields;
    }
}
