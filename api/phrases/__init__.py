"""What pages say: messages to be translated, the words for records, links and changes, the glossary."""
