using System.Text;
using PersonaGrain.Gateway.Tests.Hosting;

namespace PersonaGrain.Gateway.Tests.Http;

/// <summary>Bodies that no sender meant: cut, doubled, with bytes changed. Seeded, so that a failure comes again.</summary>
public sealed class BodyFuzzTests
{
    private static readonly (string Method, string Path, string Body)[] Sound =
    [
        ("POST", "/v1/track", """{"userId":"ada","event":"Product Viewed","properties":{"a":[1,{"b":"\ud83d\ude42"}],"c":null},"context":{"ip":"8.8.8.8"},"timestamp":"2026-03-01T12:00:00Z","sentAt":"2026-03-01T12:00:01Z"}"""),
        ("POST", "/v1/identify", """{"anonymousId":"visitor","traits":{"age":30,"address":{"city":"Ulm"}},"messageId":"m1"}"""),
        ("POST", "/v1/group", """{"userId":"ada","groupId":"acme","traits":{"plan":"enterprise"}}"""),
        ("POST", "/v1/batch", """{"batch":[{"type":"page","userId":"ada","name":"Home"},{"type":"alias","userId":"ada","previousId":"b"}],"context":{"os":{"name":"iOS"}},"sentAt":"2026-03-01T12:00:01Z","writeKey":"k"}"""),
        ("POST", "/v1/signals", """{"id":"1","profile":"ada","type":"product_viewed","time":"2026-03-01T12:00:00Z","value":1.5,"attributes":{"a":{"b":[1,2]}},"traits":{"visits":{"$increment":1},"plan":{"$setIfMissing":"x"}}}"""),
        ("POST", "/v1/profiles/ada/decide", """{"contents":[{"id":"a","when":{"all":[{"trait":"age","above":1}]},"interests":["x"],"filters":[{"when":{"trait":"age","in":[1,2]},"points":2}],"base":1}],"threshold":1,"control":{"name":"c","percentage":5}}"""),
        ("POST", "/v1/catalog/validate", """{"name":"n","version":2,"signals":{"a":{"category":"behavioral"}},"segments":{"s":{"when":{"signal":"a","count":{"atLeast":1},"within":"7d"}}}}"""),
        ("PUT", "/v1/catalog", """{"name":"n","version":1,"signals":{"a":{"category":"behavioral"}}}"""),
    ];

    private static readonly byte[][] Insertions =
    [
        "null"u8.ToArray(), "1e999"u8.ToArray(), "NaN"u8.ToArray(), "\\ud800"u8.ToArray(), "\\u0000"u8.ToArray(), "\0"u8.ToArray(), [0xC3], [0xFF],
        "[[[[[[[["u8.ToArray(), "{}"u8.ToArray(), "\""u8.ToArray(), "-0"u8.ToArray(), "99999999999999999999"u8.ToArray(), "0001-01-01"u8.ToArray(), "\n"u8.ToArray(),
    ];

    [Fact]
    public async Task No_body_makes_the_gateway_fail()
    {
        await using var host = await GatewayHost.StartAsync();
        var random = new Random(20260301);
        for (var round = 0; round < 1_500; round++)
        {
            var (method, path, body) = Sound[round % Sound.Length];
            var bytes = Mutate(Encoding.UTF8.GetBytes(body), random);

            var answer = await host.SendAsync(new HttpMethod(method), path, bytes, random.Next(40) == 0 ? "gzip" : null);

            answer.Status.ShouldBeLessThan(500, $"round {round}: {path} {Encoding.Latin1.GetString(bytes)} → {answer.Text}");
            if (answer.Status >= 400)
            {
                answer.ShouldBeProblem(answer.Status, answer.Reason!);
            }
        }

        (await host.GetAsync("/v1/status")).Json.GetProperty("ready").GetBoolean().ShouldBeTrue();
    }

    private static byte[] Mutate(byte[] body, Random random)
    {
        var bytes = body.ToList();
        for (var times = random.Next(1, 4); times > 0; times--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(5))
            {
                case 0:
                    bytes.RemoveRange(at, Math.Min(random.Next(20), bytes.Count - at));
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(60), bytes.Count - at)));
                    break;
                default:
                    bytes.InsertRange(at, Insertions[random.Next(Insertions.Length)]);
                    break;
            }
        }

        return [.. bytes];
    }
}
