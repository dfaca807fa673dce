receipts-mine = تاپشۇرۇۋېلىش تالونلىرىم
