using System.Text.Json;
using PersonaGrain.Gateway.Json;
using PersonaGrain.Gateway.Tracking;
using PersonaGrain.Signals;
using PersonaGrain.Testing;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Tests.Tracking;

public sealed class TrackingEventReaderTests
{
    private static readonly RequestTimes Request = new(Some.Now);

    [Fact]
    public void Track_takes_the_event_name_as_type_and_the_properties_as_attributes()
    {
        var (profile, signal) = Read("""{"type":"track","userId":"ada","anonymousId":"visitor","event":"Product Viewed","properties":{"sku":"a"},"messageId":"m1"}""");

        profile.Value.ShouldBe("ada");
        (signal.Id, signal.Type).ShouldBe(("m1", "product_viewed"));
        signal.Attributes["sku"].ShouldBe(Some.Value("a"));
    }

    [Theory]
    [InlineData("page", "page_viewed")]
    [InlineData("screen", "screen_viewed")]
    public void Page_and_screen_keep_name_and_category(string call, string type)
    {
        var (_, signal) = Read($$"""{"type":"{{call}}","userId":"ada","name":"Home","category":"Top","properties":{"path":"/"} }""");

        signal.Type.ShouldBe(type);
        signal.Attributes["name"].ShouldBe(Some.Value("Home"));
        signal.Attributes["category"].ShouldBe(Some.Value("Top"));
        signal.Attributes["path"].ShouldBe(Some.Value("/"));
    }

    [Fact]
    public void Identify_sets_traits_and_null_removes_one()
    {
        var (_, signal) = Read("""{"type":"identify","userId":"ada","traits":{"plan":"pro","address":{"city":"Ulm"},"old":null},"context":{"traits":{"age":30,"plan":"free"}}}""");

        signal.Type.ShouldBe("identified");
        signal.Traits.ShouldBe(
            [
                Some.Trait("age", 30), Some.Trait("plan", "pro"), new TraitChange("address", TraitOperation.RemoveTree, default),
                Some.Trait("address.city", "Ulm"), new TraitChange("old", TraitOperation.Remove, default),
            ]);
    }

    [Fact]
    public void Group_keeps_the_group_and_puts_its_traits_under_a_prefix()
    {
        var (_, signal) = Read("""{"type":"group","userId":"ada","groupId":"acme","traits":{"plan":"enterprise"}}""");

        signal.Type.ShouldBe("grouped");
        signal.Attributes["groupId"].ShouldBe(Some.Value("acme"));
        signal.Traits.ShouldBe(
            [new TraitChange("group", TraitOperation.RemoveTree, default), Some.Trait("group.id", "acme"), Some.Trait("group.plan", "enterprise")]);
    }

    [Fact]
    public void Context_of_the_event_goes_over_the_context_of_the_batch()
    {
        using var outer = JsonDocument.Parse("""{"os":{"name":"iOS","version":"1"},"tags":["a"]}""");
        var reader = new TrackingEventReader(Request, 32 * 1024) { BatchContext = outer.RootElement };
        using var item = JsonDocument.Parse("""{"type":"track","userId":"ada","event":"x","context":{"os":{"version":"2"},"tags":["b"],"ip":"8.8.8.8"}}""");

        var attributes = reader.Read(item.RootElement, null).Observation.Signal.Attributes;

        attributes["context.os.name"].ShouldBe(Some.Value("iOS"));
        attributes["context.os.version"].ShouldBe(Some.Value("2"));
        attributes["context.tags"].ShouldBe(Some.Value(new object[] { "b" }));
        attributes["context.ip"].ShouldBe(Some.Value("8.8.8.8"));
    }

    [Theory]
    [InlineData("""  "timestamp":"2026-03-01T11:00:00Z" """, "2026-03-01T11:00:00Z")]
    [InlineData("""  "originalTimestamp":"2026-03-01T11:00:00Z" """, "2026-03-01T11:00:00Z")]
    [InlineData("""  "originalTimestamp":"2026-03-01T11:00:00Z","timestamp":"2026-02-26T11:00:00Z" """, "2026-02-26T11:00:00Z")]
    [InlineData("""  "originalTimestamp":"2026-03-01T09:00:00Z","sentAt":"2026-03-01T09:00:30Z" """, "2026-03-01T11:59:30Z")]
    [InlineData("""  "originalTimestamp":"2026-03-01T09:00:00Z","timestamp":"2026-02-26T09:00:00Z","sentAt":"2026-03-01T09:00:00Z" """, "2026-02-26T12:00:00Z")]
    [InlineData("""  "timestamp":"2026-03-02T11:00:00Z","sentAt":"2026-03-02T12:00:00Z" """, "2026-03-01T11:00:00Z")]
    [InlineData("""  "timestamp":"2026-02-28T11:00:00Z","sentAt":"2026-02-28T12:00:00Z" """, "2026-03-01T11:00:00Z")]
    [InlineData("""  "sentAt":"2026-03-01T01:00:00Z" """, "2026-03-01T12:00:00Z")]
    [InlineData("""  "sentAt":"2030-01-01T01:00:00Z" """, "2026-03-01T12:00:00Z")]
    [InlineData("""  "timestamp":null """, "2026-03-01T12:00:00Z")]
    public void Time_corrects_the_senders_clock(string fields, string expected)
    {
        var reading = ReadWith(Request, fields);

        (reading.Observation.Signal.Time.ToString(), reading.Notes.Count).ShouldBe((expected, 0));
    }

    [Theory]
    [InlineData("""  "timestamp":"2026-02-28T11:00:00Z","sentAt":"2026-02-28T11:59:59Z" """, "2026-02-28T11:00:00Z")]
    [InlineData("""  "timestamp":"2026-03-02T11:00:00Z","sentAt":"2026-03-02T12:00:01Z" """, "2026-03-02T11:00:00Z")]
    [InlineData("""  "originalTimestamp":"2019-06-01T08:00:00Z","sentAt":"2019-06-01T08:00:05Z" """, "2019-06-01T08:00:00Z")]
    [InlineData("""  "originalTimestamp":"1970-01-01T00:00:00Z","sentAt":"1970-01-01T00:00:30Z" """, "1970-01-01T00:00:00Z")]
    public void Time_of_an_event_that_was_sent_long_ago_stands_and_is_noted(string fields, string expected)
    {
        var reading = ReadWith(Request, fields);

        (reading.Observation.Signal.Time.ToString(), reading.Notes.ShouldHaveSingleItem().Reason).ShouldBe((expected, "sent_at_ignored"));
    }

    [Theory]
    [InlineData("2026-03-01T09:00:30Z", "2026-03-01T11:59:30Z", null)]
    [InlineData("2025-03-01T09:00:30Z", "2026-03-01T09:00:00Z", "sent_at_ignored")]
    public void Time_is_corrected_by_the_sentAt_of_the_batch_too(string sentAt, string expected, string? note)
    {
        Instant.TryParse(sentAt, out var sent).ShouldBeTrue();

        var reading = ReadWith(Request with { SentAt = sent }, """ "timestamp":"2026-03-01T09:00:00Z" """);

        (reading.Observation.Signal.Time.ToString(), reading.Notes.SingleOrDefault()?.Reason).ShouldBe((expected, note));
    }

    [Theory]
    [InlineData("2019-06-01T08:00:05Z")]
    [InlineData("2026-03-01T11:00:00Z")]
    public void Time_of_an_import_is_taken_as_it_stands(string sentAt)
    {
        var reading = ReadWith(Request with { IsImport = true }, $$""" "timestamp":"2019-06-01T08:00:00Z","sentAt":"{{sentAt}}" """);

        (reading.Observation.Signal.Time.ToString(), reading.Notes.Count).ShouldBe(("2019-06-01T08:00:00Z", 0));
    }

    [Theory]
    [InlineData("""{"type":"track","event":"x"}""", "missing_id", "request neither has anonymousId nor userId")]
    [InlineData("""{"type":"track","event":"x","userId":"","anonymousId":" "}""", "missing_id", "request neither has anonymousId nor userId")]
    [InlineData("""{"type":"track","event":"x","userId":"NULL","anonymousId":"0"}""", "blocked_id", null)]
    [InlineData("""{"type":"track","event":"x","userId":{"id":1}}""", "wrong_type", null)]
    [InlineData("""{"type":"track","userId":"ada"}""", "missing_event_name", null)]
    [InlineData("""{"type":"track","userId":"ada","event":"🙂"}""", "missing_event_name", null)]
    [InlineData("""{"type":"track","userId":"ada","event":["x"]}""", "wrong_type", null)]
    [InlineData("""{"type":"teleport","userId":"ada"}""", "invalid_event_type", null)]
    [InlineData("""{"userId":"ada"}""", "invalid_event_type", null)]
    [InlineData("""{"type":"alias","previousId":"visitor"}""", "missing_id", null)]
    [InlineData("""{"type":"merge","previousId":"visitor","userId":"ada"}""", "invalid_merge", null)]
    [InlineData("\"track\"", "invalid_event", "event is not a valid rudder event")]
    public void Refusal_names_its_reason(string json, string reason, string? message)
    {
        var fault = Refused(json);

        fault.Reason.ShouldBe(reason);
        fault.Message.ShouldBe(message ?? fault.Message);
    }

    [Fact]
    public void Surrogate_pairs_written_as_escapes_are_text()
    {
        var (_, signal) = Read("""{"type":"track","userId":"ada","event":"x","properties":{"mood":"\ud83d\ude42 \\ud83d"}}""");

        signal.Attributes["mood"].ShouldBe(Some.Value("🙂 \\ud83d"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"  \\t \"")]
    [InlineData("\"\\u0000\\u0001\"")]
    public void Blank_message_id_is_replaced_by_a_new_one(string messageId)
    {
        var (_, signal) = Read($$"""{"type":"track","userId":"ada","event":"x","messageId":{{messageId}}}""");

        Guid.TryParseExact(signal.Id, "D", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("m\\u0007")]
    [InlineData("\\ud800")]
    [InlineData("mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm")]
    public void Message_id_that_can_not_be_kept_is_replaced_by_its_digest_so_that_it_counts_once(string messageId)
    {
        var (_, first) = Read(Event(messageId));
        var (_, second) = Read(Event(messageId));
        var (_, other) = Read(Event(messageId + "x"));

        first.Id.ShouldStartWith("sha256-");
        (second.Id, other.Id == first.Id).ShouldBe((first.Id, false));

        static string Event(string id) => $$"""{"type":"track","userId":"ada","event":"x","messageId":"{{id}}"}""";
    }

    [Fact]
    public void Event_of_33_kilobytes_is_refused() =>
        Refused($$"""{"type":"track","userId":"ada","event":"x","properties":{"a":"{{new string('x', 33 * 1024)}}"} }""").Reason.ShouldBe("event_too_large");

    [Fact]
    public void Path_says_what_an_event_without_type_is()
    {
        using var item = JsonDocument.Parse("""{"userId":"ada"}""");

        new TrackingEventReader(Request, 32 * 1024).Read(item.RootElement, TrackingCall.Page).Observation.Signal.Type.ShouldBe("page_viewed");
    }

    private static TrackingReading ReadWith(RequestTimes request, string fields)
    {
        using var document = JsonDocument.Parse($$"""{"type":"track","userId":"ada","event":"x",{{fields}}}""");
        var reading = new TrackingEventReader(request, 32 * 1024).Read(document.RootElement, null);
        reading.Fault.ShouldBeNull();
        return reading;
    }

    private static (ProfileId Profile, Signal Signal) Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var reading = new TrackingEventReader(Request, 32 * 1024).Read(document.RootElement, null);
        reading.Fault.ShouldBeNull();
        return (reading.Observation.Profile, reading.Observation.Signal);
    }

    private static SignalFault Refused(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new TrackingEventReader(Request, 32 * 1024).Read(document.RootElement, null).Fault.ShouldNotBeNull();
    }
}
