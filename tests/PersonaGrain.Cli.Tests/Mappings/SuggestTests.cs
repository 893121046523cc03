using System.Text;
using System.Text.Json;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Mappings;

public sealed class SuggestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("order_id,customer_id,created_at,total,coupon\n1,ann,2026-03-01T10:00:00Z,1149.90,x\n2,bob,2026-03-02T10:00:00Z,5,\n", "ann", "2026-03-01T10:00:00Z", 1149.9, "order_completed")]
    [InlineData("Datum;Kunde;Betrag;Nr\n31.03.2026 10:00;Jörg;1.149,90;1\n01.04.2026 11:00;bob;5,00;2\n", "Jörg", "2026-03-31T10:00:00Z", 1149.9, "order_completed")]
    [InlineData("user_id\tevent\ttime\n7a\tProduct Viewed\t1772359200\n8b\tCart\t1772359300\n", "7a", "2026-03-01T10:00:00Z", null, "product_viewed")]
    [InlineData("ann|2026-03-01T10:00:00Z|3\nbob|2026-03-02T10:00:00Z|4\n", "ann", "2026-03-01T10:00:00Z", null, "order_completed")]
    [InlineData("event_time,event_type,user_id\n2019-10-01 00:00:00 UTC,view,5\n2019-10-01 00:00:07 UTC,cart,6\n", "5", "2019-10-01T00:00:00Z", null, "view")]
    [InlineData("customer;contact_cost;id;order_id;at\nweb;3;7;1;2026-03-01\nweb;3;8;2;2026-03-02\n", "7", "2026-03-01T00:00:00Z", null, "order_completed")]
    [InlineData("colour,cost_contact,reader_id,at\nred,3,r1,2026-03-01\nblue,4,r2,2026-03-02\n", "r1", "2026-03-01T00:00:00Z", null, "order_completed")]
    [InlineData(" customer_id  date number_of_cds  dollar_value\n 00001 19970101  1   11.77\n 00002 19970112  1   12.00\n", "00001", "1997-01-01T00:00:00Z", 11.77, "order_completed")]
    [InlineData(" 00004 0001 19970101  2   29.33\n 00021 0002 19970118  2   29.73\n", "00004", "1997-01-01T00:00:00Z", 29.33, "order_completed")]
    [InlineData("InvoiceNo,StockCode,Quantity,UnitPrice,CustomerID,InvoiceDate\n1,a,6,2.55,17850,2010-12-01 08:26:00\n1,b,8,3.39,17851,2010-12-01 08:26:00\n", "17850", "2010-12-01T08:26:00Z", 15.3, "item_purchased")]
    [InlineData("user_id,at,quantity,price,amount\na,2026-03-01,2,5,9.5\nb,2026-03-01,3,4,12\n", "a", "2026-03-01T00:00:00Z", 9.5, "order_completed")]
    [InlineData("user_id,at,z_revenue\na,2026-03-01,11\nb,2026-03-02,11\n", "a", "2026-03-01T00:00:00Z", null, "order_completed")]
    [InlineData("user_id,at,paid\na,31.03.2026,9\nb,n/a,10\nc,-,11\n", "a", "2026-03-31T00:00:00Z", 9.0, "order_completed")]
    [InlineData("id,date\n0,2014-03-08 00:00:00\n1,2014-05-21 00:00:00\n", "0", "2014-03-08T00:00:00Z", null, "order_completed")]
    [InlineData("no,no,email,date\n1,2,ann@x.example,46082\n1,3,bob@x.example,46083\n", "ann@x.example", "2026-03-01T00:00:00Z", null, "order_completed")]
    public async Task Suggested_mapping_is_taken_by_ingest(string table, string profile, string time, double? value, string type)
    {
        var run = await SuggestAsync(Encoding.UTF8.GetBytes(table));

        run.ExitCode.ShouldBe(0, run.Error);
        var row = await FirstRowAsync();
        (row.GetProperty("profile").GetString(), row.GetProperty("time").GetString(), row.GetProperty("type").GetString()).ShouldBe((profile, time, type));
        (row.TryGetProperty("value", out var read) ? read.GetDouble() : (double?)null).ShouldBe(value);
        row.GetProperty("notes").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Suggested_mapping_of_a_file_that_is_not_utf_8_names_an_encoding()
    {
        await SuggestAsync(Encoding.Latin1.GetBytes("who,at\nmüller,2026-03-01T10:00:00Z\n"));

        (await FirstRowAsync()).GetProperty("profile").GetString().ShouldBe("müller");
    }

    [Fact]
    public async Task Column_that_is_unique_only_among_the_first_rows_loses_no_later_row()
    {
        var rows = Enumerable.Range(0, 3_000).Select(row => $"{row % 1_500},c{row % 3},{(row < 1_500 ? "2026-03-01" : row < 2_000 ? "2026-03-02" : "2026-03-01")}");
        await SuggestAsync(Encoding.UTF8.GetBytes("order_id,customer_id,at\n" + string.Join('\n', rows)));

        (await File.ReadAllTextAsync(_folder.File("orders.mapping.json"))).ShouldNotContain("\"repeats\": \"drop\" }");
        var run = await PersonaRun.DoneAsync(
            "ingest", _folder.File("orders.csv"), "--mapping", _folder.File("orders.mapping.json"), "--data", _folder.File("store"),
            "--catalog", Repository.File("silo-config/catalogs/retail.json"), "--json");
        run.Json.GetProperty("accepted").GetInt32().ShouldBe(3_000);
    }

    [Fact]
    public async Task Quoted_field_that_the_look_cuts_in_two_is_no_hindrance()
    {
        var run = await SuggestAsync(Encoding.UTF8.GetBytes($"who,note,at\nann,x,2026-03-01\nbob,\"{string.Concat(Enumerable.Repeat("words\n", 40_000))}\",2026-03-02\n"));

        run.ExitCode.ShouldBe(0, run.Error);
        (await FirstRowAsync()).GetProperty("profile").GetString().ShouldBe("ann");
    }

    [SharedDataTheory("customer_personality/marketing_campaign.csv", "rees46_sample/2019-Oct-first1000.csv", "cdnow/CDNOW_master.txt", "cdnow/lifetimes_example_transactions.csv")]
    [InlineData("customer_personality/marketing_campaign.csv", "ID", "Dt_Customer")]
    [InlineData("rees46_sample/2019-Oct-first1000.csv", "user_id", "event_time")]
    [InlineData("cdnow/CDNOW_master.txt", "customer_id", "date")]
    [InlineData("cdnow/lifetimes_example_transactions.csv", "id", "date")]
    public async Task Suggested_profile_of_real_tables_tells_people_apart(string file, string profile, string time)
    {
        var target = _folder.File("real.json");

        await PersonaRun.DoneAsync("mapping", "suggest", Repository.SharedData(file), "--output", target);

        var text = await File.ReadAllTextAsync(target);
        text.ShouldContain($"\"profile\": \"{profile}\"");
        text.ShouldContain($"\"time\": {{ \"column\": \"{time}\"");
    }

    [Fact]
    public async Task Rows_without_a_time_are_passed_over_by_the_suggestion()
    {
        await SuggestAsync(Encoding.UTF8.GetBytes("user_id,at,paid\na,31.03.2026,9\nb,n/a,10\nc,,11\nd,01.04.2026,n/a\n"));

        var run = await PersonaRun.DoneAsync("ingest", _folder.File("orders.csv"), "--mapping", _folder.File("orders.mapping.json"), "--data", _folder.File("store"), "--json");

        (run.Json.GetProperty("accepted").GetInt32(), run.Json.GetProperty("skipped").GetInt32()).ShouldBe((2, 2));
    }

    [Theory]
    [InlineData("""{"id":"1","profile":"ann","type":"a","time":"2026-03-01"}""", "need no mapping: persona ingest")]
    [InlineData("""{"type":"track","userId":"ann","event":"x"}""", "POST /v1/batch")]
    [InlineData("""{"session":0,"events":[{"aid":1,"ts":2}]}""", "its first line are session, events")]
    [InlineData("{\n\"session\": 0 }", "each line as a native signal")]
    [InlineData("""[{"session":0}]""", "jq -c")]
    public async Task Json_is_told_what_it_is_taken_as(string line, string told)
    {
        var run = await SuggestAsync(Encoding.UTF8.GetBytes(line + "\n"));

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain(told);
        File.Exists(_folder.File("orders.mapping.json")).ShouldBeFalse();
    }

    [Fact]
    public async Task Suggest_never_writes_over_a_file()
    {
        await File.WriteAllTextAsync(_folder.File("orders.mapping.json"), "mine");

        var run = await SuggestAsync(Encoding.UTF8.GetBytes("who,at\nann,2026-03-01T10:00:00Z\n"));

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("is there already");
        (await File.ReadAllTextAsync(_folder.File("orders.mapping.json"))).ShouldBe("mine");
    }

    [Fact]
    public async Task Table_without_times_is_told_by_its_columns()
    {
        var run = await SuggestAsync(Encoding.UTF8.GetBytes("who,colour\nann,red\n"));

        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("who, colour");
        File.Exists(_folder.File("orders.mapping.json")).ShouldBeFalse();
    }

    [SharedDataFact("online_retail/online_retail.csv.gz")]
    public async Task Suggested_mapping_of_a_real_shop_reads_its_rows()
    {
        var target = _folder.File("retail.json");

        await PersonaRun.DoneAsync("mapping", "suggest", Repository.SharedData("online_retail/online_retail.csv.gz"), "--output", target);

        var text = await File.ReadAllTextAsync(target);
        text.ShouldContain("\"profile\": \"CustomerID\"");
        text.ShouldContain("\"column\": \"InvoiceDate\"");
        text.ShouldContain("\"value\": { \"product\": [\"Quantity\", \"UnitPrice\"] }");
    }

    private async Task<PersonaRun> SuggestAsync(byte[] table)
    {
        await File.WriteAllBytesAsync(_folder.File("orders.csv"), table);
        return await PersonaRun.OfAsync("mapping", "suggest", _folder.File("orders.csv"));
    }

    private async Task<JsonElement> FirstRowAsync() =>
        (await PersonaRun.DoneAsync("ingest", _folder.File("orders.csv"), "--mapping", _folder.File("orders.mapping.json"), "--dry-run", "--json")).JsonLines.First();
}
